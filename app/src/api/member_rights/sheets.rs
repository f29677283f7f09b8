//! The steps of giving a member other rights.

use backend::usecase::people::{ChangePreview, Choices, Product};
use domain::{
    id::{PublicId, UserId},
    rights::{Grant, MoneyRight, Place, ProductRight, Role, Scope},
    text::ProductName,
    time::Timestamp,
};

use super::{RightsField as Field, THEN_FIND};
use crate::{
    api::people::{effect, present},
    form::Field as _,
    format,
    route::Route,
    sheet::{Input, Link, Part, Press, Sheet, hidden},
    ui::{Choice, Emphasis, Step, TickRow, Tone},
    words::Words,
};

/// Whose rights they are, and what was begun.
pub(super) struct About {
    pub org: PublicId,
    pub user: UserId,
    /// First and last name.
    pub name: String,
    pub draft: Option<PublicId>,
    pub words: Words,
}

impl About {
    fn sheet(&self, current: u32, lead: String, parts: Vec<Part>) -> Sheet {
        let texts = self.words.people();
        let head = Part::Head { title: texts.rights_page_title(&self.name), lead };
        let parts = [head, self.steps(current)].into_iter().chain(parts).collect();
        Sheet { title: texts.rights_page_title(&self.name), parts }
    }

    /// The steps; those after the first need a draft.
    fn steps(&self, current: u32) -> Part {
        let texts = self.words.people();
        let pages = self.draft.map(|draft| {
            [Route::RightsAgain, Route::RightsProducts, Route::RightsSummary]
                .map(|it| it(self.org, self.user, draft))
        });
        let labels = [texts.role(), texts.products(), texts.step_summary()];
        let step = |(index, label): (u32, &str)| Step {
            label: label.to_owned(),
            href: pages.filter(|_| index < current).map(|pages| pages[index as usize].path()),
        };
        let steps = (0..).zip(labels).map(step).collect();
        Part::Steps { label: texts.steps().to_owned(), steps, current }
    }

    fn form(&self, name: &str, more: Vec<(String, String)>, parts: Vec<Part>) -> Part {
        let draft = self.draft.map(|it| hidden(Field::Draft, it));
        let about = [hidden(Field::Org, self.org), hidden(Field::User, self.user)];
        let hidden = about.into_iter().chain(draft).chain(more).collect();
        Part::Form { name: name.to_owned(), hidden, parts }
    }

    fn next(&self) -> Part {
        Part::button(self.words.common().proceed(), Emphasis::Primary)
    }

    /// The first step: role and rights about money.
    pub(super) fn role(&self, place: &Place, roles: &[Role], seen: Timestamp) -> Sheet {
        let words = self.words;
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
        let parts = vec![
            Part::Card { title: None, parts: vec![choices] },
            money(place, words),
            self.next(),
        ];
        let seen = vec![hidden(Field::Seen, seen.as_millis())];
        let form = self.form("choose_role", seen, parts);
        self.sheet(0, words.people().role_lead().to_owned(), vec![form])
    }

    /// The second step: products and teams.
    pub(super) fn products(&self, place: &Place, beginning: &str, found: Choices) -> Sheet {
        let texts = self.words.people();
        let (grants, shown) = grants(place, beginning, &found, self.words);
        let mut parts = if place.role >= Role::Administrator {
            let text = texts.everything_note().to_owned();
            vec![Part::Notice { tone: Tone::Info, title: None, text }]
        } else {
            grants
        };
        if !found.teams.is_empty() {
            parts.push(self.teams(place, &found));
        }
        parts.push(self.next());
        let shown = vec![hidden(Field::Shown, shown)];
        let form = self.form("choose_products", shown, parts);
        self.sheet(1, texts.products_lead(&self.name), vec![form])
    }

    fn teams(&self, place: &Place, found: &Choices) -> Part {
        let field = Field::Teams;
        let row = |(id, name): &(domain::id::TeamId, domain::text::TeamName)| TickRow {
            value: id.to_string(),
            label: name.to_string(),
            ticked: vec![place.teams.contains(id)],
        };
        let ticks = Part::Ticks {
            caption: field.label(self.words).to_owned(),
            columns: vec![(field.name().to_owned(), self.words.people().in_team().to_owned())],
            rows: found.teams.iter().map(row).collect(),
        };
        Part::Card { title: None, parts: vec![ticks] }
    }

    /// The last step: what the change would do. `begun` is when the member had last changed as the
    /// first step began.
    pub(super) fn summary(&self, found: &ChangePreview, begun: Timestamp) -> Sheet {
        let texts = self.words.people();
        let warn = |text: String| Part::Notice { tone: Tone::Warn, title: None, text };
        let mut parts = Vec::new();
        if found.seen != begun {
            parts.push(warn(texts.overtaken(&self.name)));
        }
        if found.left_out {
            parts.push(warn(texts.left_out().to_owned()));
        }
        if found.before == found.after {
            let text = texts.nothing_changes().to_owned();
            parts.push(Part::Notice { tone: Tone::Info, title: None, text });
        } else {
            parts.extend(self.effects(found));
        }
        self.sheet(2, texts.summary_lead().to_owned(), parts)
    }

    fn effects(&self, found: &ChangePreview) -> [Part; 3] {
        let texts = self.words.people();
        let lines = |it| present::difference(it, &found.names, self.words);
        let changes = Part::Changes {
            changes: present::changes(found, self.words),
            before: texts.before().to_owned(),
            after: texts.after().to_owned(),
        };
        let gains = effect(&texts.gains(&self.name), lines(&found.preview.gains), texts.no_gain());
        let losses =
            effect(&texts.loses(&self.name), lines(&found.preview.losses), texts.no_loss());
        let apply = Press::new(texts.apply(), Emphasis::Primary);
        let cancel =
            Link::new(self.words.common().cancel(), Route::User(self.org, self.user).path());
        let parts = vec![
            Part::text(&texts.told_by_mail(&self.name)),
            Part::Buttons { buttons: vec![apply], links: vec![cancel] },
        ];
        let seen = vec![hidden(Field::Seen, found.seen.as_millis())];
        [
            Part::card(texts.changes_title(), vec![changes]),
            Part::Two { main: vec![gains], side: vec![losses] },
            self.form("change_member", seen, parts),
        ]
    }
}

/// Ticks for rights on products, by kind and one by one, and which of them are shown, as the form
/// sends it.
pub(in crate::api) fn grants(
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
pub(in crate::api) fn then(label: &str, value: String) -> Press {
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
