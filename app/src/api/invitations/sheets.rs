//! The pages about invitations that wait for an answer.

use backend::usecase::invitation::{InvitationDetails, InvitationLine, InvitationsView};
use domain::{id::PublicId, invitation::Ending, membership::Contact};

use super::InvitationField as Field;
use crate::{
    api::{
        paging,
        people::present::{self, Reader},
    },
    form::denial,
    format,
    pages::look::name_of,
    route::Route,
    sheet::{Line, LinePress, Link, Part, Sheet, hidden},
    ui::Tone,
    words::Words,
};

/// Who has been invited and has not answered.
pub(super) fn list(
    org: PublicId,
    found: InvitationsView,
    further: bool,
    reader: &Reader<'_>,
) -> Sheet {
    let texts = reader.words.invitations();
    let head = Part::Head { title: texts.title().to_owned(), lead: texts.lead().to_owned() };
    let invite = Link::new(texts.invite(), Route::Invite(org).path()).first();
    let mut parts = vec![head, Part::Offers { links: vec![invite] }];
    if found.invitations.is_empty() {
        let (title, text) = (texts.empty_title().to_owned(), texts.empty_text().to_owned());
        parts.push(Part::Empty { title, text });
    } else {
        let lines = found.invitations.into_iter().map(|it| line(org, it, reader)).collect();
        let mut list = vec![Part::rows(lines)];
        let next = found.next.map(|it| (it, texts.further()));
        let first = (further, reader.words.people().first_page());
        list.extend(paging::links(&Route::Invitations(org).path(), first, next));
        parts.push(Part::Card { title: None, parts: list });
    }
    Sheet { title: texts.title().to_owned(), parts }
}

fn line(org: PublicId, it: InvitationLine, reader: &Reader<'_>) -> Line {
    let words = reader.words;
    let texts = words.invitations();
    let day = |at| format::day(words.locale(), at, reader.zone);
    let expired = it.expired.then(|| (Tone::Warn, texts.chip_expired().to_owned()));
    let wanted = it.wanted.then(|| (Tone::Info, texts.chip_wanted().to_owned()));
    Line {
        main: it.email,
        sub: Some(texts.sent_until(&day(it.sent_at), &day(it.expires_at))),
        href: Some(Route::Invitation(org, it.id).path()),
        chips: expired.into_iter().chain(wanted).collect(),
        end: Some(format::role(it.role, words).to_owned()),
        ..Line::default()
    }
}

/// An invitation, and what can be done about it.
pub(super) fn one(org: PublicId, found: &InvitationDetails, reader: &Reader<'_>) -> Sheet {
    let texts = reader.words.invitations();
    let title = texts.page_title(&found.email);
    let lead = format::role(found.place.role, reader.words).to_owned();
    let mut parts = vec![Part::Head { title: title.clone(), lead }];
    parts.extend(notes(found, reader.words));
    let facts = Part::card(reader.words.people().rights_title(), vec![facts(found, reader)]);
    if found.ending.is_some() {
        parts.push(facts);
    } else {
        let actions =
            Part::card(reader.words.people().actions_title(), actions(org, found, reader.words));
        parts.push(Part::Two { main: vec![facts], side: vec![actions] });
    }
    Sheet { title, parts }
}

/// What whoever looks at it should know first.
fn notes(found: &InvitationDetails, words: Words) -> Vec<Part> {
    let texts = words.invitations();
    let note = |tone, text: String| Part::Notice { tone, title: None, text };
    if let Some(ending) = found.ending {
        let text = match ending {
            Ending::Accepted => texts.ended_accepted(),
            Ending::Declined => texts.ended_declined(),
            Ending::Cancelled => texts.ended_cancelled(),
            Ending::Replaced => texts.ended_replaced(),
        };
        return vec![note(Tone::Info, text.to_owned())];
    }
    let expired = found.expired.then(|| note(Tone::Warn, texts.expired_note().to_owned()));
    let unbacked = (!found.backed).then(|| note(Tone::Warn, texts.not_backed_note(&found.inviter)));
    let wanted = found.wanted.as_ref().map(|email| match email {
        Some(email) => note(Tone::Warn, texts.wanted_elsewhere_note(email)),
        None => note(Tone::Info, texts.wanted_note().to_owned()),
    });
    [expired, unbacked, wanted].into_iter().flatten().collect()
}

fn facts(found: &InvitationDetails, reader: &Reader<'_>) -> Part {
    let words = reader.words;
    let texts = words.invitations();
    let one = |term: &str, text: String| (term.to_owned(), vec![text]);
    let moment = |at| format::moment(words.locale(), at, reader.zone);
    let role = format::role(found.place.role, words).to_owned();
    let mut facts = vec![one(words.people().role(), role)];
    facts.extend(present::given(&found.place, &found.names, words));
    facts.push((texts.messages_term().to_owned(), messages(found.contact, words)));
    facts.push(one(texts.language_term(), name_of(found.locale, words).to_owned()));
    facts.push(one(texts.invited_by(), found.inviter.clone()));
    facts.push(one(texts.sent_term(), moment(found.sent_at)));
    facts.push(one(texts.valid_until(), moment(found.expires_at)));
    Part::Facts { facts }
}

/// Which messages would reach somebody.
pub(in crate::api) fn messages(contact: Contact, words: Words) -> Vec<String> {
    let people = words.people();
    let billing = contact.billing_reminders.then(|| people.billing_reminders().to_owned());
    let events = contact.product_events.then(|| people.product_events().to_owned());
    let all: Vec<_> = billing.into_iter().chain(events).collect();
    if all.is_empty() { vec![words.invitations().no_messages().to_owned()] } else { all }
}

fn actions(org: PublicId, found: &InvitationDetails, words: Words) -> Vec<Part> {
    let texts = words.invitations();
    let which = || vec![hidden(Field::Org, org), hidden(Field::Invitation, found.id)];
    let may = found.manage.is_ok();
    let why = found.manage.err().map(|it| denial(it, words));
    let action = |title: &str, text: &str, more: Option<(String, String)>, label: &str| Line {
        main: title.to_owned(),
        sub: Some(why.clone().unwrap_or_else(|| text.to_owned())),
        press: may.then(|| LinePress {
            hidden: which().into_iter().chain(more).collect(),
            label: label.to_owned(),
            aloud: title.to_owned(),
        }),
        ..Line::default()
    };
    let mut send = Vec::new();
    if let Some(Some(email)) = &found.wanted {
        let title = texts.elsewhere_title(email);
        let more = Some(hidden(Field::Elsewhere, "on"));
        send.push(action(&title, texts.elsewhere_text(), more, texts.elsewhere_button()));
    }
    send.push(action(texts.again_title(), texts.again_text(), None, texts.again_button()));
    let change = Line {
        main: texts.change_title().to_owned(),
        sub: Some(why.clone().unwrap_or_else(|| texts.change_text().to_owned())),
        href: may.then(|| Route::InvitationChange(org, found.id).path()),
        ..Line::default()
    };
    let cancel = action(texts.cancel_title(), texts.cancel_text(), None, texts.cancel_button());
    vec![
        Part::Rows { form: Some("send_invitation_again".to_owned()), lines: send },
        Part::rows(vec![change]),
        Part::Rows { form: Some("cancel_invitation".to_owned()), lines: vec![cancel] },
    ]
}
