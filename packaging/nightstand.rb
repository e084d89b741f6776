# Untested: no one has built this formula yet, and Nightstand has only been tested on Linux. A template for Homebrew.
# Before use, put the address of the release in the place of example.org, and its sum in the place of the zeros.
class Nightstand < Formula
  desc "Read stories in the terminal, laid out like a book"
  homepage "https://example.org/nightstand"
  url "https://example.org/nightstand/nightstand-0.2.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"nightstand", "completions")
    (man1/"nightstand.1").write Utils.safe_popen_read(bin/"nightstand", "man")
  end

  test do
    assert_match "lamplight", shell_output("#{bin}/nightstand theme list")
  end
end
