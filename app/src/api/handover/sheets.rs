//! The pages about handing over.

use backend::usecase::{
    handover::{HandoverView, OfferPreview, Part as Role, Shown},
    people::Names,
};
use domain::{
    handover::{Afterwards, HandoverEnding},
    id::{HandoverId, PublicId, UserId},
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

fn form(name: &str, (org, id): (PublicId, HandoverId), parts: Vec<Part>) -> Part {
    let hidden = vec![hidden(Field::Org, org), hidden(Field::Handover, id)];
    Part::Form { name: name.to_owned(), hidden, parts }
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
        legend: texts.afterwards().to_owned(),
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

/// The handover that is going on, or what has become of it.
pub(super) fn handover(org: PublicId, found: &Shown, reader: &Reader<'_>) -> Sheet {
    let words = reader.words;
    let texts = words.handover();
    let title = texts.title().to_owned();
    let mut parts = vec![head(&title, texts.lead())];
    match found {
        Shown::Nothing => {
            let (none, text) = (texts.none_title().to_owned(), texts.none_text().to_owned());
            parts.push(Part::Empty { title: none, text });
            let links = vec![Link::new(words.people().title(), Route::Users(org).path())];
            parts.push(Part::Links { links });
        }
        Shown::Over(ending) => {
            let text = match ending {
                HandoverEnding::Accepted => texts.over_accepted(),
                HandoverEnding::Declined => texts.over_declined(),
                HandoverEnding::Cancelled => texts.over_cancelled(),
                HandoverEnding::Expired => texts.over_expired(),
            };
            parts.push(Part::Notice { tone: Tone::Info, title: None, text: text.to_owned() });
        }
        Shown::Open(found) => parts.extend(open(org, found, reader)),
    }
    Sheet { title, parts }
}

fn open(org: PublicId, found: &HandoverView, reader: &Reader<'_>) -> [Part; 2] {
    let words = reader.words;
    let texts = words.handover();
    let fact = |term: &str, text: &str| (term.to_owned(), vec![text.to_owned()]);
    let until = format::moment(words.locale(), found.expires_at, reader.zone);
    let facts = vec![
        fact(texts.giver(), &found.giver),
        fact(texts.receiver(), &found.receiver),
        fact(texts.afterwards(), format::afterwards(found.afterwards, words)),
        fact(texts.until(), &until),
    ];
    let facts = Part::Card { title: None, parts: vec![Part::Facts { facts }] };
    let then = match &found.part {
        Role::Represents => {
            let cancel = Part::button(texts.cancel_button(), Emphasis::Danger);
            form("cancel_handover", (org, found.id), vec![cancel])
        }
        Role::Answers { preview, acceptable } => {
            let gains = present::difference(&preview.gains, &Names::default(), words);
            let gains = effect(texts.you_take_title(), gains, words.people().no_gain());
            let accept = acceptable
                .map_or_else(|why| note(why.sentence(words)), |()| accepting((org, found), words));
            let decline =
                vec![reason(words), Part::button(texts.decline_button(), Emphasis::Secondary)];
            let decline = form("decline_handover", (org, found.id), decline);
            let decline = Part::card(texts.decline_title(), vec![decline]);
            Part::Two { main: vec![gains, accept], side: vec![decline] }
        }
    };
    [facts, then]
}

fn accepting((org, found): (PublicId, &HandoverView), words: Words) -> Part {
    let texts = words.handover();
    let accept = vec![
        Part::text(&texts.accept_text(&found.giver)),
        Part::button(texts.accept_button(), Emphasis::Primary),
    ];
    Part::card(texts.accept_title(), vec![form("accept_handover", (org, found.id), accept)])
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
