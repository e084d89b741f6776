use super::*;

#[test]
fn yaml_is_read_with_its_quotes_lists_and_comments() {
    let told = |source: &str| {
        let metadata = read_yaml(source);
        (metadata.title.to_string(), metadata.author.to_string())
    };
    let expected = ("The Ferry: A Tale".to_owned(), "Ada Holm, Otto Mere".to_owned());
    assert_eq!(told("title: 'The Ferry: A Tale' # new\nauthors: [\"Ada Holm\", Otto Mere]\ndate: 2020\n"), expected);
    assert_eq!(told("tags: [a, b]\ntitle: \"The Ferry: A Tale\"\nauthor:\n  - Ada Holm\n  - Otto Mere\n"), expected);
    assert_eq!(told("x:\n  title: no\ntitle: >\n  So\n  it was\n"), ("So it was".to_owned(), String::new()));
    assert_eq!(told("title: [\n"), (String::new(), String::new()));
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: T\n";
    assert_eq!(told(bomb).0, "T");
}

#[test]
fn one_person_may_be_told_with_a_name_and_more() {
    let read = read_yaml("title: Fog\nauthor:\n  email: x@y\n  name: Per Lund\nlang: en\n");
    assert_eq!((&*read.title, &*read.author), ("Fog", "Per Lund"));
}
