//! The pages about members.

use std::iter;

use backend::usecase::people::{
    MemberDetails, MemberLine, MembersView, RemovalPreview, RemovedLine,
};
use domain::{
    id::{PublicId, UserId},
    membership::{Contact, UNDO_DAYS},
    rights::{Denial, MemberState},
    text::Reason,
    time::Timestamp,
};

use super::{
    MemberField as Field,
    present::{self, Reader},
};
use crate::{
    api::{paging, requests},
    form::{Field as _, denial},
    format,
    route::Route,
    sheet::{Input, Line, LinePress, Link, Part, Press, Sheet, hidden},
    ui::{Emphasis, Tone},
    words::Words,
};

/// Who belongs to an organization.
pub(super) fn users(
    org: PublicId,
    found: MembersView,
    further: bool,
    reader: &Reader<'_>,
) -> Sheet {
    let words = reader.words;
    let texts = words.people();
    let mut list =
        vec![Part::rows(found.members.into_iter().map(|it| line(org, it, words)).collect())];
    let next = found.next.map(|it| (it, texts.next_page()));
    list.extend(paging::links(&Route::Users(org).path(), (further, texts.first_page()), next));
    let mut parts =
        vec![Part::Head { title: texts.title().to_owned(), lead: texts.lead().to_owned() }];
    parts.extend(ways(org, found.invite, words));
    parts.push(Part::Card { title: None, parts: list });
    if !found.removed.is_empty() {
        let lines = found.removed.into_iter().map(|it| removed_line(org, it, reader)).collect();
        let list = Part::Rows { form: Some("undo_removal".to_owned()), lines };
        let text = Part::text(texts.removed_text());
        parts.push(Part::card(texts.removed_title(), vec![text, list]));
    }
    Sheet { title: texts.title().to_owned(), parts }
}

/// The ways to further members, to teams and to requests; or why nobody can be invited.
fn ways(org: PublicId, may: Result<(), Denial>, words: Words) -> Vec<Part> {
    let texts = words.invitations();
    let teams = Link::new(words.teams().title(), Route::Teams(org).path());
    let asked = Link::new(words.requests().title(), Route::Requests(org).path());
    match may {
        Ok(()) => {
            let invite = Link::new(texts.invite(), Route::Invite(org).path()).first();
            let waiting = Link::new(texts.title(), Route::Invitations(org).path());
            vec![Part::Offers { links: vec![invite, waiting, teams, asked] }]
        }
        Err(why) => {
            let sub = Some(denial(why, words));
            let line = Line { main: texts.invite().to_owned(), sub, ..Line::default() };
            let reason = Part::rows(vec![line]);
            let parts = iter::once(reason).chain(requests::offers(org, [why], words)).collect();
            let reason = Part::Card { title: None, parts };
            vec![Part::Offers { links: vec![teams, asked] }, reason]
        }
    }
}

fn line(org: PublicId, it: MemberLine, words: Words) -> Line {
    let suspended = (it.state == MemberState::Suspended)
        .then(|| (Tone::Warn, words.people().suspended().to_owned()));
    let you = it.you.then(|| (Tone::Info, words.common().you().to_owned()));
    Line {
        main: format!("{} {}", it.first_name, it.last_name),
        sub: Some(it.email),
        href: Some(Route::User(org, it.user).path()),
        avatar: Some((
            format::initials(it.first_name.as_str(), it.last_name.as_str()),
            it.picture_at.map(|at| format::member_picture(org, it.user, at)),
        )),
        chips: suspended.into_iter().chain(you).collect(),
        end: Some(format::role(it.role, words).to_owned()),
        press: None,
    }
}

fn removed_line(org: PublicId, it: RemovedLine, reader: &Reader<'_>) -> Line {
    let words = reader.words;
    let texts = words.people();
    let until = format::moment(words.locale(), it.until, reader.zone);
    Line {
        sub: Some(texts.removed_until(format::role(it.role, words), &until)),
        press: Some(LinePress {
            hidden: about(org, it.user),
            label: texts.undo().to_owned(),
            aloud: texts.undo_label(&it.name),
        }),
        main: it.name,
        ..Line::default()
    }
}

/// Whom a form is about.
fn about(org: PublicId, user: UserId) -> Vec<(String, String)> {
    vec![hidden(Field::Org, org), hidden(Field::User, user)]
}

fn seen(at: Timestamp) -> (String, String) {
    hidden(Field::Seen, at.as_millis())
}

/// A member, what they have been given, and what can be done about them.
pub(super) fn member(org: PublicId, found: MemberDetails, reader: &Reader<'_>) -> Sheet {
    let words = reader.words;
    let texts = words.people();
    let name = present::name(&found);
    let head = Part::Head { title: name.clone(), lead: format::role(found.role, words).to_owned() };
    let on_hold = found.reason.clone().map(|text| Part::Notice {
        tone: Tone::Warn,
        title: Some(texts.suspended().to_owned()),
        text,
    });
    let mut main = vec![facts(org, &found, reader)];
    main.extend(contact(org, &found, words));
    let side = vec![Part::card(texts.actions_title(), actions(org, &found, words))];
    let parts = [head].into_iter().chain(on_hold).chain([Part::Two { main, side }]);
    Sheet { title: name, parts: parts.collect() }
}

fn facts(org: PublicId, found: &MemberDetails, reader: &Reader<'_>) -> Part {
    let words = reader.words;
    let texts = words.people();
    let who = MemberLine {
        user: found.user,
        first_name: found.first_name.clone(),
        last_name: found.last_name.clone(),
        email: found.email.clone(),
        picture_at: found.picture_at,
        role: found.role,
        state: found.state,
        you: found.you,
    };
    let who = Line { href: None, end: None, ..line(org, who, words) };
    let mut facts =
        vec![(texts.role().to_owned(), vec![format::role(found.role, words).to_owned()])];
    if let Some(place) = &found.place {
        facts.extend(present::given(place, &found.names, words));
    }
    let since = format::day(words.locale(), found.since, reader.zone);
    facts.push((texts.since().to_owned(), vec![since]));
    Part::card(texts.rights_title(), vec![Part::rows(vec![who]), Part::Facts { facts }])
}

/// What can be done, and where it cannot, why.
fn actions(org: PublicId, found: &MemberDetails, words: Words) -> Vec<Part> {
    let texts = words.people();
    let action = |title: &str, text: &str, route: Route, may: Result<(), Denial>| Line {
        main: title.to_owned(),
        sub: Some(may.err().map_or_else(|| text.to_owned(), |why| denial(why, words))),
        href: may.is_ok().then(|| route.path()),
        ..Line::default()
    };
    let (user, may) = (found.user, &found.possible);
    let mut lines = vec![action(
        texts.change_title(),
        texts.change_text(),
        Route::Rights(org, user),
        may.change,
    )];
    if found.state == MemberState::Suspended && may.suspend.is_ok() {
        lines.push(Line {
            main: texts.lift_title().to_owned(),
            sub: Some(texts.lift_text().to_owned()),
            press: Some(LinePress {
                hidden: about(org, user),
                label: texts.lift_button().to_owned(),
                aloud: texts.lift_title().to_owned(),
            }),
            ..Line::default()
        });
    } else if !found.you {
        let (title, text) = (texts.suspend_title(), texts.suspend_text());
        lines.push(action(title, text, Route::Suspend(org, user), may.suspend));
    }
    let (title, text) = if found.you {
        (texts.leave_title(), texts.leave_text())
    } else {
        (texts.remove_title(), texts.remove_text())
    };
    let mut end = action(title, text, Route::Remove(org, user), may.remove);
    if found.only_representative && may.remove.is_ok() {
        end.href = None;
        end.sub = Some(texts.refused_last_representative().to_owned());
        lines.push(action(
            words.handover().title(),
            words.handover().lead(),
            Route::Handover(org),
            Ok(()),
        ));
    }
    lines.push(end);
    if may.hand_over {
        let (title, text) = (words.handover().action_title(), words.handover().action_text());
        lines.push(action(title, text, Route::HandOver(org, user), Ok(())));
    }
    let refused = [may.change, may.suspend, may.remove].into_iter().filter_map(Result::err);
    let offers = requests::offers(org, refused, words);
    let rows = Part::Rows { form: Some("lift_suspension".to_owned()), lines };
    iter::once(rows).chain(offers).collect()
}

/// Which messages reach the member, for who may decide that.
fn contact(org: PublicId, found: &MemberDetails, words: Words) -> Option<Part> {
    let texts = words.people();
    let Contact { billing_reminders, product_events } = found.contact?;
    found.possible.contact.ok()?;
    let text = if found.you { texts.contact_text_own() } else { texts.contact_text() };
    let reminders = if found.only_representative {
        Part::text(texts.billing_fixed())
    } else {
        Part::tick(Field::BillingReminders, billing_reminders, words)
    };
    let form = Part::Form {
        name: "change_contact".to_owned(),
        hidden: about(org, found.user),
        parts: vec![
            reminders,
            Part::tick(Field::ProductEvents, product_events, words),
            Part::button(words.common().save(), Emphasis::Secondary),
        ],
    };
    Some(Part::card(texts.contact_title(), vec![Part::text(text), form]))
}

/// Asks why a membership is to be put on hold.
pub(super) fn suspension(org: PublicId, found: &MemberDetails, words: Words) -> Sheet {
    let texts = words.people();
    let name = present::name(found);
    let reason = Part::Input {
        input: Input {
            key: Field::Reason.name().to_owned(),
            label: texts.reason().to_owned(),
            hint: Some(texts.reason_hint(&name)),
            maxlength: Some(Reason::MAX_CHARS),
            required: true,
            ..Input::default()
        },
    };
    let mut hidden = about(org, found.user);
    hidden.push(seen(found.changed_at));
    Sheet {
        title: texts.suspend_page_title(&name),
        parts: vec![
            Part::Head {
                title: texts.suspend_page_title(&name),
                lead: texts.suspend_page_text(&name),
            },
            Part::Form {
                name: "suspend_member".to_owned(),
                hidden,
                parts: vec![
                    Part::Card { title: None, parts: vec![reason] },
                    danger(texts.suspend_button(), Route::User(org, found.user), words),
                ],
            },
        ],
    }
}

/// What ending a membership would do: somebody else's, or one's own.
pub(super) fn removal(
    (org, user): (PublicId, UserId),
    found: &RemovalPreview,
    own: bool,
    words: Words,
) -> Sheet {
    let texts = words.people();
    let losses = present::difference(&found.preview.losses, &found.names, words);
    let (title, lead, then) = if own {
        (
            texts.leave_title().to_owned(),
            texts.leave_keeps().to_owned(),
            texts.you_lose().to_owned(),
        )
    } else {
        let keeps = texts.remove_keeps(UNDO_DAYS.unsigned_abs());
        (texts.remove_page_title(&found.name), keeps, texts.loses(&found.name))
    };
    let (name, button, hidden) = if own {
        ("leave_organization", texts.leave_button(), vec![hidden(Field::Org, org)])
    } else {
        let mut hidden = about(org, user);
        hidden.push(seen(found.seen));
        ("remove_member", texts.remove_button(), hidden)
    };
    Sheet {
        title: title.clone(),
        parts: vec![
            Part::Head { title, lead },
            effect(&then, losses, texts.loses_nothing()),
            Part::Form {
                name: name.to_owned(),
                hidden,
                parts: vec![danger(button, Route::User(org, user), words)],
            },
        ],
    }
}

/// What somebody could do afterwards, or could not.
pub(in crate::api) fn effect(title: &str, lines: Vec<String>, nothing: &str) -> Part {
    let list = if lines.is_empty() {
        Part::text(nothing)
    } else {
        let line = |main| Line { main, ..Line::default() };
        Part::rows(lines.into_iter().map(line).collect())
    };
    Part::card(title, vec![list])
}

/// The button that does it, and the way back.
fn danger(label: &str, back: Route, words: Words) -> Part {
    Part::Buttons {
        buttons: vec![Press::new(label, Emphasis::Danger)],
        links: vec![Link::new(words.common().cancel(), back.path())],
    }
}
