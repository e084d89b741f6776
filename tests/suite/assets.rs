//! The story and the themes that are built in.

use nightstand::document::{BlockKind, MarkKind, Mood};
use nightstand::theme::{BUILTIN, read};
use nightstand::{embedded, format};
use serde_json::Value;

#[test]
fn the_story_loads_without_a_remark_and_has_what_a_reader_must_be_able_to_set() {
    let reading = format::read(embedded::NAME, embedded::STORY).unwrap();
    assert_eq!(reading.diagnostics, []);
    let story = reading.draft;
    assert_eq!(&*story.metadata.author, "The Nightstand authors");
    assert_eq!(&*story.metadata.licence, "CC BY 4.0");
    assert_eq!(story.metadata.language.unwrap().as_str(), "en");
    assert!(story.scenes.len() >= 7);
    assert!((4000..=6000).contains(&story.words()), "{}", story.words());
    for mood in [Mood::Waking, Mood::Dream, Mood::Memory, Mood::Letter, Mood::Dawn] {
        assert!(story.scenes.iter().any(|scene| scene.mood == Some(mood)), "{}", mood.name());
    }
    let has_block = |kind| story.blocks().any(|(_, _, block)| block.kind == kind);
    assert!(has_block(BlockKind::Letter) && has_block(BlockKind::Verse) && has_block(BlockKind::Ornament));
    let has_mark =
        |wanted: fn(MarkKind) -> bool| story.blocks().any(|(_, _, b)| b.marks.iter().any(|m| wanted(m.kind)));
    assert!(has_mark(|mark| mark == MarkKind::Emphasis) && has_mark(|mark| mark == MarkKind::Strong));
    assert!(has_mark(|mark| matches!(mark, MarkKind::Foreign(language) if language.primary() == "cs")));
    let text: String = story.blocks().flat_map(|(_, _, block)| [block.text, "\n"]).collect();
    for needed in ["—”", "…", "Žofie", "‘", "’Twas"] {
        assert!(text.contains(needed), "{needed}");
    }
    assert!(!text.contains(['"', '\'']), "the quotes are typographic");
}

#[test]
fn every_theme_loads_without_a_remark() {
    let find = |name: &str| BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| (*source).to_owned());
    for (name, source) in BUILTIN {
        assert_eq!(read(name, source, &find).unwrap().1, [], "{name}");
    }
}

/// What of a value does not fit a schema, by the few words of JSON Schema that ours uses.
fn misfits(schema: &Value, root: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema.get("$ref") {
        let target = root.pointer(&reference.as_str().unwrap()[1..]).unwrap();
        return misfits(target, root, value, at);
    }
    if let Some(any) = schema.get("anyOf") {
        let fits = |one: &Value| misfits(one, root, value, at).is_empty();
        return if any.as_array().unwrap().iter().any(fits) { Vec::new() } else { vec![format!("{at}: {value}")] };
    }
    let mut found = Vec::new();
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &&str| match *name {
        "object" => value.is_object(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "array" => value.is_array(),
        other => panic!("{other}"),
    };
    if !types.is_empty() && !types.iter().any(is)
        || schema.get("enum").is_some_and(|all| !all.as_array().unwrap().contains(value))
    {
        found.push(format!("{at}: {value}"));
    }
    for more in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        found.extend(misfits(more, root, value, at));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        match (schema.pointer(&format!("/properties/{key}")), schema.get("additionalProperties")) {
            (Some(known), _) => found.extend(misfits(known, root, inner, &at)),
            (None, Some(Value::Bool(false))) => found.push(at),
            (None, Some(other)) => found.extend(misfits(other, root, inner, &at)),
            (None, None) => {}
        }
    }
    found
}

#[test]
fn the_schema_of_themes_fits_ours_and_tells_slips() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/theme.schema.json")).unwrap();
    let told = |source: &str| {
        let theme: toml::Table = source.parse().unwrap();
        misfits(&schema, &schema, &serde_json::to_value(theme).unwrap(), "")
    };
    for (name, source) in BUILTIN {
        assert_eq!(told(source), [""; 0], "{name}");
    }
    for slip in [
        "[mood.draem]\n",
        "[meta]\nvariant = \"dim\"\n",
        "[reader]\ntext = { fb = \"red\" }\n",
        "[mood.dream]\ndrop-cap = 1\n",
    ] {
        assert_eq!(told(slip).len(), 1, "{slip}");
    }
}
