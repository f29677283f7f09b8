//! The pages about handing over.

use backend::usecase::{
    handover::{HandoverView, OfferPreview, Part as Role},
    people::Names,
};
use domain::{
    handover::Afterwards,
    id::{PublicId, UserId},
    text::Reason,
};

use super::HandoverField as Field;
use crate::{
    api::people::{
        effect,
        present::{self, Reader},
    },
    form::{Field as _, Sentence as _},
    format,
    route::Route,
    sheet::{Input, Line, Link, Part, Press, Sheet, hidden},
    ui::{Choice, Emphasis, Tone},
    words::Words,
};

fn head(title: &str, lead: &str) -> Part {
    Part::Head { title: title.to_owned(), lead: lead.to_owned() }
}

fn note(text: String) -> Part {
    Part::Notice { tone: Tone::Warn, title: None, text }
}

fn form(name: &str, org: PublicId, parts: Vec<Part>) -> Part {
    Part::Form { name: name.to_owned(), hidden: vec![hidden(Field::Org, org)], parts }
}

/// What handing over to somebody would mean.
pub(super) fn offering(
    (org, user): (PublicId, UserId),
    found: &OfferPreview,
    words: Words,
) -> Sheet {
    let texts = words.handover();
    let title = texts.offer_title(&found.name);
    let mut parts = vec![head(&title, &texts.offer_lead(&found.name))];
    if let Err(why) = found.eligible {
        parts.push(note(why.sentence(words)));
        let links = vec![Link::new(texts.title(), Route::Handover(org).path())];
        parts.push(Part::Links { links });
        return Sheet { title, parts };
    }
    let passes = [
        texts.passes_people(),
        texts.passes_contract(),
        texts.passes_balance(),
        texts.passes_not(),
    ];
    let line = |it: &str| Line { main: it.to_owned(), ..Line::default() };
    let passes = passes.into_iter().map(line).collect();
    parts.push(Part::card(texts.passes_title(), vec![Part::rows(passes)]));
    let choice = |(it, losses): &(Afterwards, domain::rights::Preview)| {
        let lost = present::difference(&losses.losses, &Names::default(), words);
        Choice {
            value: it.as_str().to_owned(),
            label: format::afterwards(*it, words).to_owned(),
            hint: (!lost.is_empty())
                .then(|| format!("{}: {}", words.people().you_lose(), lost.join(", "))),
        }
    };
    let becomes = Part::Choices {
        key: Field::Afterwards.name().to_owned(),
        legend: texts.becomes().to_owned(),
        choices: found.losses.iter().map(choice).collect(),
        chosen: Afterwards::Administrator.as_str().to_owned(),
    };
    let cancel = Link::new(words.common().cancel(), Route::User(org, user).path());
    let buttons = Part::Buttons {
        buttons: vec![Press::new(texts.offer_button(), Emphasis::Danger)],
        links: vec![cancel],
    };
    parts.push(Part::Form {
        name: "offer_handover".to_owned(),
        hidden: vec![hidden(Field::Org, org), hidden(Field::User, user)],
        parts: vec![Part::Card { title: None, parts: vec![becomes] }, buttons],
    });
    Sheet { title, parts }
}

/// The handover that is going on, if one is.
pub(super) fn handover(org: PublicId, found: Option<&HandoverView>, reader: &Reader<'_>) -> Sheet {
    let words = reader.words;
    let texts = words.handover();
    let title = texts.title().to_owned();
    let mut parts = vec![head(&title, texts.lead())];
    let Some(found) = found else {
        let (none, text) = (texts.none_title().to_owned(), texts.none_text().to_owned());
        parts.push(Part::Empty { title: none, text });
        let links = vec![Link::new(words.people().title(), Route::Users(org).path())];
        parts.push(Part::Links { links });
        return Sheet { title, parts };
    };
    let fact = |term: &str, text: &str| (term.to_owned(), vec![text.to_owned()]);
    let until = format::moment(words.locale(), found.expires_at, reader.zone);
    let facts = vec![
        fact(texts.giver(), &found.giver),
        fact(texts.receiver(), &found.receiver),
        fact(texts.afterwards(), format::afterwards(found.afterwards, words)),
        fact(texts.until(), &until),
    ];
    parts.push(Part::Card { title: None, parts: vec![Part::Facts { facts }] });
    match &found.part {
        Role::Represents => {
            let cancel = Part::button(texts.cancel_button(), Emphasis::Danger);
            parts.push(form("cancel_handover", org, vec![cancel]));
        }
        Role::Answers { preview, acceptable } => {
            let gains = present::difference(&preview.gains, &Names::default(), words);
            parts.push(effect(texts.you_take_title(), gains, words.people().no_gain()));
            let accept = match acceptable {
                Err(why) => note(why.sentence(words)),
                Ok(()) => {
                    let accept = vec![
                        Part::text(&texts.accept_text(&found.giver)),
                        Part::button(texts.accept_button(), Emphasis::Primary),
                    ];
                    Part::card(texts.accept_title(), vec![form("accept_handover", org, accept)])
                }
            };
            let decline =
                vec![reason(words), Part::button(texts.decline_button(), Emphasis::Secondary)];
            let decline =
                Part::card(texts.decline_title(), vec![form("decline_handover", org, decline)]);
            parts.push(Part::Two { main: vec![accept], side: vec![decline] });
        }
    }
    Sheet { title, parts }
}

fn reason(words: Words) -> Part {
    Part::Lines {
        input: Input {
            key: Field::Reason.name().to_owned(),
            label: Field::Reason.label(words).to_owned(),
            hint: Some(words.handover().reason_hint().to_owned()),
            maxlength: Some(Reason::MAX_CHARS),
            ..Input::default()
        },
    }
}
