//! The parts of these steps.

use backend::usecase::people::{Choices, Product};
use domain::{
    rights::{Grant, MoneyRight, Place, ProductRight, Role, Scope},
    text::ProductName,
};

use super::{PlaceField as Field, THEN_FIND};
use crate::{
    api::people::present,
    form::Field as _,
    format,
    sheet::{Input, Part, Press, hidden},
    ui::{Choice, Emphasis, TickRow, Tone},
    words::Words,
};

/// Asks for role and rights about money.
pub fn role(place: &Place, roles: &[Role], words: Words) -> Vec<Part> {
    let choice = |role: &Role| Choice {
        value: role.as_str().to_owned(),
        label: format::role(*role, words).to_owned(),
        hint: Some(role_hint(*role, words).to_owned()),
    };
    let choices = Part::Choices {
        key: Field::Role.name().to_owned(),
        legend: Field::Role.label(words).to_owned(),
        choices: roles.iter().map(choice).collect(),
        chosen: place.role.as_str().to_owned(),
    };
    vec![Part::Card { title: None, parts: vec![choices] }, money(place, words)]
}

/// Asks for products and teams; and what the form sends unseen: which of them it shows.
pub fn products(
    place: &Place,
    beginning: &str,
    found: &Choices,
    words: Words,
) -> ((String, String), Vec<Part>) {
    let (grants, shown) = grants(place, beginning, found, words);
    let mut parts = if place.role >= Role::Administrator {
        let text = words.people().everything_note().to_owned();
        vec![Part::Notice { tone: Tone::Info, title: None, text }]
    } else {
        grants
    };
    if !found.teams.is_empty() {
        parts.push(teams(place, found, words));
    }
    (hidden(Field::Shown, shown), parts)
}

/// Ticks for rights on products, by kind and one by one; and which of them are shown, as the form
/// sends it.
pub fn grants(
    place: &Place,
    beginning: &str,
    found: &Choices,
    words: Words,
) -> (Vec<Part>, String) {
    let kinds: Vec<_> =
        found.kinds.iter().map(|it| row(Scope::Kind(it.id), it.name.clone(), place)).collect();
    let product = |it: &Product| {
        let kind = found.kinds.iter().find(|kind| kind.id == it.about.kind);
        let kind = kind.map_or(it.about.kind.as_str(), |it| &it.name);
        let label = present::product_of_kind(it.name.as_str(), kind);
        row(Scope::Product(it.about), label, place)
    };
    let products: Vec<_> = found.chosen.iter().chain(&found.products).map(product).collect();
    let shown: Vec<_> = kinds.iter().chain(&products).map(|it| it.value.clone()).collect();
    let kinds = ticks(words.people().kinds_caption(), kinds, words);
    let single = single(products, beginning, found, words);
    (vec![Part::Card { title: None, parts: vec![kinds] }, single], shown.join(" "))
}

fn ticks(caption: &str, rows: Vec<TickRow>, words: Words) -> Part {
    let columns = [Field::Technical, Field::Statistics];
    let columns = columns.map(|it| (it.name().to_owned(), it.label(words).to_owned())).to_vec();
    Part::Ticks { caption: caption.to_owned(), columns, rows }
}

/// A button that shows another part of a list and acts on nothing.
pub fn then(label: &str, value: String) -> Press {
    Press {
        sends: Some((Field::Then.name().to_owned(), value)),
        ..Press::new(label, Emphasis::Secondary)
    }
}

/// Products one by one: those that are chosen, then others.
fn single(rows: Vec<TickRow>, beginning: &str, found: &Choices, words: Words) -> Part {
    let texts = words.people();
    let input = Input {
        key: Field::Beginning.name().to_owned(),
        label: texts.find_product().to_owned(),
        value: beginning.to_owned(),
        maxlength: Some(ProductName::MAX_CHARS),
        ..Input::default()
    };
    let mut parts = vec![
        Part::Find { input, button: then(texts.find_button(), THEN_FIND.to_owned()) },
        ticks(texts.products_caption(), rows, words),
    ];
    if found.more_chosen > 0 {
        let more = found.more_chosen.try_into().unwrap_or(u64::MAX);
        parts.push(Part::text(&texts.more_chosen(more)));
    }
    if let Some(next) = found.next {
        let buttons = vec![then(texts.more_products(), next.to_string())];
        parts.push(Part::Buttons { buttons, links: Vec::new() });
    }
    Part::Card { title: None, parts }
}

fn teams(place: &Place, found: &Choices, words: Words) -> Part {
    let field = Field::Teams;
    let row = |(id, name): &(domain::id::TeamId, domain::text::TeamName)| TickRow {
        value: id.to_string(),
        label: name.to_string(),
        ticked: vec![place.teams.contains(id)],
    };
    let ticks = Part::Ticks {
        caption: field.label(words).to_owned(),
        columns: vec![(field.name().to_owned(), words.people().in_team().to_owned())],
        rows: found.teams.iter().map(row).collect(),
    };
    Part::Card { title: None, parts: vec![ticks] }
}

fn row(scope: Scope, label: String, place: &Place) -> TickRow {
    let has = |right| place.grants.contains(&Grant { scope, right });
    let ticked = vec![has(ProductRight::Technical), has(ProductRight::Statistics)];
    TickRow { value: scope.to_string(), label, ticked }
}

fn money(place: &Place, words: Words) -> Part {
    let texts = words.people();
    let all = place.money.len() == MoneyRight::ALL.len();
    let all = Part::tick(Field::AllMoney, all, words);
    let each =
        |right: &MoneyRight| Part::tick(field_of(*right), place.money.contains(right), words);
    let some = MoneyRight::ALL.iter().map(each).collect();
    let hint = Part::text(texts.money_hint());
    Part::card(texts.money(), vec![hint, Part::AllOrSome { all: Box::new(all), some }])
}

const fn field_of(right: MoneyRight) -> Field {
    match right {
        MoneyRight::SeeInvoices => Field::SeeInvoices,
        MoneyRight::Pay => Field::Pay,
        MoneyRight::Order => Field::Order,
        MoneyRight::ManageAddresses => Field::ManageAddresses,
    }
}

fn role_hint(role: Role, words: Words) -> &'static str {
    let texts = words.people();
    match role {
        Role::LegalRepresentative => texts.role_hint_legal_representative(),
        Role::Administrator => texts.role_hint_administrator(),
        Role::Collaborator => texts.role_hint_collaborator(),
        Role::External => texts.role_hint_external(),
    }
}
