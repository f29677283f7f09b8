//! The pages about teams.

use std::iter;

use backend::usecase::{
    people::MemberLine,
    team::{TeamDetails, TeamsView},
};
use domain::{
    id::{PublicId, TeamId, UserId},
    rights::{Denial, MemberState},
    team::TeamColour,
    text::{PersonName, TeamName},
};

use super::{NOBODY, TeamField as Field};
use crate::{
    api::{paging, people::present, requests},
    form::{Field as _, denial},
    format,
    route::Route,
    sheet::{Input, Line, Link, Part, Press, Sheet, hidden},
    ui::{Choice, Emphasis, Tone},
    words::Words,
};

/// The heading of a page and a line about it.
pub(super) fn head(title: &str, lead: &str) -> Part {
    Part::Head { title: title.to_owned(), lead: lead.to_owned() }
}

/// Which team a form is about.
pub(super) fn about(org: PublicId, team: TeamId) -> Vec<(String, String)> {
    vec![hidden(Field::Org, org), hidden(Field::Team, team)]
}

/// The teams of an organization.
pub(super) fn teams(org: PublicId, found: TeamsView, words: Words) -> Sheet {
    let texts = words.teams();
    let list = if found.teams.is_empty() {
        Part::Empty { title: texts.none().to_owned(), text: texts.none_text().to_owned() }
    } else {
        let lines = found.teams.into_iter().map(|it| Line {
            href: Some(Route::Team(org, it.team).path()),
            sub: Some(texts.members_count(it.members)),
            end: Some(format::colour(it.colour, words).to_owned()),
            main: it.name.to_string(),
            ..Line::default()
        });
        Part::rows(lines.collect())
    };
    let users = Link::new(words.people().title(), Route::Users(org).path());
    let new = Link::new(texts.new_title(), Route::NewTeam(org).path()).first();
    let (new, why) = found.manage.map_or_else(|why| (None, Some(why)), |()| (Some(new), None));
    let offers = Part::Offers { links: new.into_iter().chain([users]).collect() };
    let why = why.into_iter().flat_map(|it| {
        iter::once(Part::text(&denial(it, words))).chain(requests::offers(org, [it], words))
    });
    let card = Part::Card { title: None, parts: vec![list] };
    let head = head(texts.title(), texts.lead());
    let parts = [head, offers].into_iter().chain(why).chain([card]).collect();
    Sheet { title: texts.title().to_owned(), parts }
}

fn name_input(value: &str, words: Words) -> Part {
    Part::Input {
        input: Input {
            key: Field::Name.name().to_owned(),
            label: Field::Name.label(words).to_owned(),
            value: value.to_owned(),
            maxlength: Some(TeamName::MAX_CHARS),
            required: true,
            ..Input::default()
        },
    }
}

fn colours(chosen: TeamColour, words: Words) -> Part {
    let choice = |it: &TeamColour| Choice {
        value: it.as_str().to_owned(),
        label: format::colour(*it, words).to_owned(),
        hint: None,
    };
    Part::Choices {
        key: Field::Colour.name().to_owned(),
        legend: Field::Colour.label(words).to_owned(),
        choices: TeamColour::ALL.iter().map(choice).collect(),
        chosen: chosen.as_str().to_owned(),
    }
}

/// The button that does it, and the way back.
pub(super) fn buttons(label: &str, emphasis: Emphasis, back: Route, words: Words) -> Part {
    Part::Buttons {
        buttons: vec![Press::new(label, emphasis)],
        links: vec![Link::new(words.common().cancel(), back.path())],
    }
}

/// Asks what a new team is to be called.
pub(super) fn new_team(org: PublicId, words: Words) -> Sheet {
    let texts = words.teams();
    let fields = vec![name_input("", words), colours(TeamColour::Blue, words)];
    let form = Part::Form {
        name: "create_team".to_owned(),
        hidden: vec![hidden(Field::Org, org)],
        parts: vec![
            Part::Card { title: None, parts: fields },
            buttons(texts.create(), Emphasis::Primary, Route::Teams(org), words),
        ],
    };
    Sheet {
        title: texts.new_title().to_owned(),
        parts: vec![head(texts.new_title(), texts.new_lead()), form],
    }
}

/// A team, its members, and what can be done about it.
pub(super) fn team(org: PublicId, found: TeamDetails, further: bool, words: Words) -> Sheet {
    let texts = words.teams();
    let (id, name) = (found.team, found.name.to_string());
    let actions = actions(org, id, found.manage, words);
    let facts = facts(&found, words);
    let leader = found.leader.as_ref().map(|(user, _)| *user);
    let mut list = if found.members.is_empty() {
        let text = texts.no_members_text().to_owned();
        vec![Part::Empty { title: texts.no_members().to_owned(), text }]
    } else {
        let line = |it: MemberLine| member(org, it, leader, words);
        vec![Part::rows(found.members.into_iter().map(line).collect())]
    };
    let next = found.next.map(|it| (it, words.people().next_page()));
    let first = (further, words.people().first_page());
    list.extend(paging::links(&Route::Team(org, id).path(), first, next));
    let back = Link::new(texts.title(), Route::Teams(org).path());
    Sheet {
        title: name.clone(),
        parts: vec![
            head(&name, texts.team_lead()),
            Part::Two {
                main: vec![Part::card(texts.members_title(), list)],
                side: vec![facts, Part::card(words.people().actions_title(), actions)],
            },
            Part::Links { links: vec![back] },
        ],
    }
}

fn facts(found: &TeamDetails, words: Words) -> Part {
    let texts = words.teams();
    let leader = found.leader.as_ref().map_or(texts.nobody(), |(_, name)| name.as_str());
    let mut facts = vec![
        (texts.colour().to_owned(), vec![format::colour(found.colour, words).to_owned()]),
        (texts.leader().to_owned(), vec![leader.to_owned()]),
    ];
    if let Some(place) = &found.place {
        let lines = present::granted(place, &found.names, words);
        facts.push((words.people().products().to_owned(), lines));
    }
    Part::card(texts.about_title(), vec![Part::Facts { facts }])
}

/// What can be done, and where it cannot, why.
fn actions(org: PublicId, team: TeamId, may: Result<(), Denial>, words: Words) -> Vec<Part> {
    let texts = words.teams();
    let action = |(title, text, route): (&str, &str, Route)| Line {
        main: title.to_owned(),
        sub: Some(may.err().map_or_else(|| text.to_owned(), |why| denial(why, words))),
        href: may.is_ok().then(|| route.path()),
        ..Line::default()
    };
    let all = [
        (texts.members_action(), texts.members_text(), Route::TeamMembers(org, team)),
        (texts.rights_title(), texts.rights_text(), Route::TeamRights(org, team)),
        (texts.edit_title(), texts.edit_text(), Route::EditTeam(org, team)),
        (texts.dissolve_title(), texts.dissolve_text(), Route::DissolveTeam(org, team)),
    ];
    let rows = Part::rows(all.into_iter().map(action).collect());
    iter::once(rows).chain(requests::offers(org, may.err(), words)).collect()
}

fn full_name(first: &PersonName, last: &PersonName) -> String {
    format!("{first} {last}")
}

fn member(org: PublicId, it: MemberLine, leader: Option<UserId>, words: Words) -> Line {
    let leads = (leader == Some(it.user)).then(|| (Tone::Info, words.teams().leader().to_owned()));
    let suspended = (it.state == MemberState::Suspended)
        .then(|| (Tone::Warn, words.people().suspended().to_owned()));
    Line {
        main: full_name(&it.first_name, &it.last_name),
        sub: Some(it.email),
        href: Some(Route::User(org, it.user).path()),
        avatar: Some((
            format::initials(it.first_name.as_str(), it.last_name.as_str()),
            it.picture_at.map(|at| format::member_picture(org, it.user, at)),
        )),
        chips: leads.into_iter().chain(suspended).collect(),
        ..Line::default()
    }
}

/// Asks for another name, colour or leader.
pub(super) fn edit(org: PublicId, found: &TeamDetails, words: Words) -> Sheet {
    let texts = words.teams();
    let choice = |value: String, label: String| Choice { value, label, hint: None };
    let mut leaders = vec![choice(NOBODY.to_owned(), texts.nobody().to_owned())];
    // Whoever leads can go on to, also where the list of members is cut off before them.
    if let Some((user, name)) = &found.leader
        && !found.members.iter().any(|it| it.user == *user)
    {
        leaders.push(choice(user.to_string(), name.clone()));
    }
    let member =
        |it: &MemberLine| choice(it.user.to_string(), full_name(&it.first_name, &it.last_name));
    leaders.extend(found.members.iter().map(member));
    let leader = found.leader.as_ref().map(|(user, _)| user.to_string());
    let leaders = Part::Choices {
        key: Field::Leader.name().to_owned(),
        legend: Field::Leader.label(words).to_owned(),
        choices: leaders,
        chosen: leader.unwrap_or_else(|| NOBODY.to_owned()),
    };
    let mut lead = vec![Part::text(texts.leader_hint()), leaders];
    if found.next.is_some() {
        let shown = found.members.len().try_into().unwrap_or(u64::MAX);
        lead.push(Part::text(&texts.leader_more(shown)));
    }
    let mut about = about(org, found.team);
    about.push(hidden(Field::Seen, found.changed_at.as_millis()));
    let looks = vec![name_input(found.name.as_str(), words), colours(found.colour, words)];
    let form = Part::Form {
        name: "change_team".to_owned(),
        hidden: about,
        parts: vec![
            Part::Card { title: None, parts: looks },
            Part::Card { title: None, parts: lead },
            buttons(words.common().save(), Emphasis::Primary, Route::Team(org, found.team), words),
        ],
    };
    let title = texts.edit_page_title(found.name.as_str());
    Sheet { parts: vec![head(&title, texts.edit_text()), form], title }
}
