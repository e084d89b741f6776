# Untested: no one has built this package yet. A template for Nix: `pkgs.callPackage ./packaging/package.nix { }`.
{
  lib,
  rustPlatform,
  installShellFiles,
}:

rustPlatform.buildRustPackage {
  pname = "nightstand";
  version = "0.2.0";

  src = lib.cleanSource ../.;
  cargoLock.lockFile = ../Cargo.lock;

  nativeBuildInputs = [ installShellFiles ];

  # Some tests open pseudo-terminals and take minutes. They run before a release.
  doCheck = false;

  postInstall = ''
    program=$out/bin/nightstand
    installShellCompletion --cmd nightstand \
      --bash <($program completions bash) \
      --zsh <($program completions zsh) \
      --fish <($program completions fish)
    $program man >nightstand.1
    installManPage nightstand.1
    install -Dm644 -t $out/share/applications packaging/nightstand.desktop
    install -Dm644 -t $out/share/metainfo packaging/nightstand.metainfo.xml
  '';

  meta = {
    description = "Reads stories in the terminal, laid out like a book, with a look for each mood";
    license = with lib.licenses; [
      mit
      asl20
    ];
    mainProgram = "nightstand";
    platforms = lib.platforms.unix;
  };
}
