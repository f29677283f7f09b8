//! The pages about requests.

use backend::usecase::{
    people::Names,
    request::{Asking, RequestDetails, RequestLine, RequestsView},
};
use domain::{
    id::PublicId,
    rights::{Denial, ProductRight, Role, Wish},
    text::{Reason, TextProblem},
};

use super::RequestField as Field;
use crate::{
    api::people::present::{self, Reader},
    form::{Field as _, denial},
    format,
    route::Route,
    sheet::{Input, Line, LinePress, Link, Part, Press, Sheet, hidden},
    ui::{Emphasis, Tone},
    words::Words,
};

/// Reads a sentence that may be left out.
pub(in crate::api) fn optional(text: &str) -> Result<Option<Reason>, TextProblem> {
    if text.trim().is_empty() { Ok(None) } else { Reason::parse(text).map(Some) }
}

/// The words for the stable name of a right.
pub(in crate::api) fn right_called(name: &str, words: Words) -> Option<String> {
    let on_product = || Some(present::product_right(ProductRight::parse(name)?, words).to_owned());
    name.parse().ok().map(|it| right(it, words)).or_else(on_product)
}

/// A right in words, without what it is on.
fn right(wish: Wish, words: Words) -> String {
    match wish {
        Wish::Role(role) => words.requests().the_role(format::role(role, words)),
        Wish::Money(right) => present::money_right(right, words).to_owned(),
        Wish::Product(_, right) => present::product_right(right, words).to_owned(),
    }
}

fn wish(wish: Wish, names: &Names, words: Words) -> String {
    match wish {
        Wish::Product(product, _) => {
            let on = present::product(product, names, words);
            words.people().right_on(&on, &right(wish, words))
        }
        Wish::Role(_) | Wish::Money(_) => right(wish, words),
    }
}

/// The ways to ask for what was refused on a page, each once.
pub(in crate::api) fn offers(
    org: PublicId,
    refused: impl IntoIterator<Item = Denial>,
    words: Words,
) -> Option<Part> {
    let mut wishes: Vec<Wish> = Vec::new();
    for wish in refused.into_iter().filter_map(|it| it.wish(None)) {
        if !wishes.contains(&wish) {
            wishes.push(wish);
        }
    }
    let link = |it: &Wish| {
        Link::new(&words.requests().ask_for(&right(*it, words)), Route::Ask(org, *it).path())
    };
    let links: Vec<_> = wishes.iter().map(link).collect();
    (!links.is_empty()).then_some(Part::Links { links })
}

fn head(title: &str, lead: &str) -> Part {
    Part::Head { title: title.to_owned(), lead: lead.to_owned() }
}

/// Requests that wait for an answer.
pub(super) fn list(org: PublicId, found: RequestsView, reader: &Reader<'_>) -> Sheet {
    let texts = reader.words.requests();
    let RequestsView { own, others, names } = found;
    let may_answer = others.is_some();
    let mut parts = vec![head(texts.title(), texts.lead())];
    if let Some(others) = others {
        let line = |it: RequestLine| Line {
            main: it.name,
            sub: Some(wish(it.wish, &names, reader.words)),
            href: Some(Route::Request(org, it.id).path()),
            end: Some(format::day(reader.words.locale(), it.created_at, reader.zone)),
            ..Line::default()
        };
        let lines: Vec<_> = others.into_iter().map(line).collect();
        parts.push(Part::card(texts.others_title(), vec![rows(None, lines, texts.no_others())]));
    }
    if !may_answer || !own.is_empty() {
        let line = |it: RequestLine| {
            let asked_for = wish(it.wish, &names, reader.words);
            Line {
                press: Some(LinePress {
                    hidden: vec![hidden(Field::Org, org), hidden(Field::Request, it.id)],
                    label: texts.withdraw().to_owned(),
                    aloud: texts.withdraw_label(&asked_for),
                }),
                main: asked_for,
                sub: Some(format::day(reader.words.locale(), it.created_at, reader.zone)),
                ..Line::default()
            }
        };
        let lines: Vec<_> = own.into_iter().map(line).collect();
        let list = rows(Some("withdraw_request"), lines, texts.no_own());
        parts.push(Part::card(texts.own_title(), vec![list]));
    }
    Sheet { title: texts.title().to_owned(), parts }
}

fn rows(form: Option<&str>, lines: Vec<Line>, none: &str) -> Part {
    if lines.is_empty() {
        return Part::text(none);
    }
    Part::Rows { form: form.map(str::to_owned), lines }
}

fn several_lines(field: Field, hint: &str, words: Words) -> Part {
    Part::Lines {
        input: Input {
            key: field.name().to_owned(),
            label: field.label(words).to_owned(),
            hint: Some(hint.to_owned()),
            maxlength: Some(Reason::MAX_CHARS),
            ..Input::default()
        },
    }
}

/// What there is to know before one asks.
pub(super) fn asking(org: PublicId, asked_for: Wish, found: &Asking, words: Words) -> Sheet {
    let texts = words.requests();
    let title = texts.ask_title().to_owned();
    let mut parts = vec![head(&title, texts.ask_lead())];
    let note = |text: &str| Part::Notice { tone: Tone::Info, title: None, text: text.to_owned() };
    if found.has_it || found.asked {
        parts.push(note(if found.has_it { texts.refused_has_it() } else { texts.asked_already() }));
        let link = Link::new(texts.title(), Route::Requests(org).path());
        parts.push(Part::Links { links: vec![link] });
        return Sheet { title, parts };
    }
    let by_role = match found.given_by {
        Role::LegalRepresentative => texts.given_by_representatives(),
        _ => texts.given_by_administrators(),
    };
    let mut givers = vec![by_role.to_owned()];
    givers.extend(found.givers.iter().cloned());
    let facts = vec![
        (texts.right().to_owned(), vec![wish(asked_for, &found.names, words)]),
        (texts.given_by().to_owned(), givers),
    ];
    parts.push(Part::Card { title: None, parts: vec![Part::Facts { facts }] });
    let cancel = Link::new(words.common().cancel(), Route::Dashboard(org).path());
    let form = vec![
        Part::Card {
            title: None,
            parts: vec![several_lines(Field::Message, texts.message_hint(), words)],
        },
        Part::Buttons {
            buttons: vec![Press::new(texts.send(), Emphasis::Primary)],
            links: vec![cancel],
        },
    ];
    parts.push(Part::Form {
        name: "ask_for_right".to_owned(),
        hidden: vec![hidden(Field::Org, org), hidden(Field::Wish, asked_for)],
        parts: form,
    });
    Sheet { title, parts }
}

/// A request, and what can be done about it.
pub(super) fn one(org: PublicId, found: &RequestDetails, reader: &Reader<'_>) -> Sheet {
    let words = reader.words;
    let texts = words.requests();
    let title = texts.page_title(&found.name);
    let message = if found.message.is_empty() { texts.no_message() } else { &found.message };
    let fact = |term: &str, text: &str| (term.to_owned(), vec![text.to_owned()]);
    let facts = vec![
        fact(texts.right(), &wish(found.wish, &found.names, words)),
        fact(words.people().role(), format::role(found.role, words)),
        fact(texts.message(), message),
        fact(texts.asked_on(), &format::moment(words.locale(), found.created_at, reader.zone)),
    ];
    let mut parts = vec![
        head(&title, texts.page_lead()),
        Part::Card { title: None, parts: vec![Part::Facts { facts }] },
    ];
    parts.push(match found.answer {
        Err(why) => Part::Notice { tone: Tone::Info, title: None, text: denial(why, words) },
        Ok(()) => answers(org, found, words),
    });
    let back = Link::new(texts.title(), Route::Requests(org).path());
    parts.push(Part::Links { links: vec![back] });
    Sheet { title, parts }
}

/// The two answers: giving exactly that, or saying no.
fn answers(org: PublicId, found: &RequestDetails, words: Words) -> Part {
    let texts = words.requests();
    let which = || vec![hidden(Field::Org, org), hidden(Field::Request, found.id)];
    let give =
        vec![Part::text(texts.give_text()), Part::button(texts.give_button(), Emphasis::Primary)];
    let form = |name: &str, parts| Part::Form { name: name.to_owned(), hidden: which(), parts };
    let give = Part::card(texts.give_title(), vec![form("answer_request", give)]);
    let decline = vec![
        several_lines(Field::Reason, texts.reason_hint(), words),
        Part::button(texts.decline_button(), Emphasis::Secondary),
    ];
    let decline = Part::card(texts.decline_title(), vec![form("decline_request", decline)]);
    Part::Two { main: vec![give], side: vec![decline] }
}
