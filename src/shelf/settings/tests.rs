use super::*;

#[test]
fn settings_survive_their_file_and_keep_what_they_do_not_know() {
    let settings = Settings { theme: Some("sepia".to_owned()), spread: Some(false), ..Settings::default() };
    assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings));
    let other = Settings::parse("version = 1\ncolour-of-tea = \"red\"\n").unwrap();
    assert!(other.to_toml().contains("colour-of-tea"));
    assert_eq!(other.version, VERSION, "it is written in the present format");
}

#[test]
fn what_two_windows_change_is_both_kept() {
    let before = Settings { measure: Some(60), last: Some("/a".to_owned()), ..Settings::default() };
    let ours = Settings { theme: Some("sepia".to_owned()), last: None, ..before.clone() };
    let theirs = Settings { measure: Some(70), ..before.clone() };
    let merged = ours.merged(&before, &theirs);
    assert_eq!(merged, Settings { theme: Some("sepia".to_owned()), measure: Some(70), ..Settings::default() });
}
