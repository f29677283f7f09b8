//! The pages that say what a change does to the members of a team.

use backend::usecase::{
    people::Choices,
    team::{Candidate, Candidates, DissolutionPreview, Effects, GrantsPreview, MembersPreview},
};
use domain::{
    id::{PublicId, TeamId},
    rights::{Place, Preview},
    text::PersonName,
    time::Timestamp,
};

use super::{
    TeamField as Field,
    sheets::{about, buttons, head},
};
use crate::{
    api::{
        people::{effect, present},
        place::{self, THEN_FIND},
    },
    form::Field as _,
    route::Route,
    sheet::{Input, Part, Sheet, hidden},
    ui::{Emphasis, Step, TickRow, Tone},
    words::Words,
};

/// Two steps about a team: what is chosen, and what it would do.
pub(super) struct Wizard {
    org: PublicId,
    team: TeamId,
    title: String,
    name: String,
    draft: Option<PublicId>,
    /// What the first step is called, and its address once there is a draft.
    first: (String, fn(PublicId, TeamId, PublicId) -> Route),
    words: Words,
}

impl Wizard {
    /// What the team may do.
    pub(super) fn of_rights(
        (org, team): (PublicId, TeamId),
        name: String,
        draft: Option<PublicId>,
        words: Words,
    ) -> Self {
        let title = words.teams().rights_page_title(&name);
        let first: (_, fn(_, _, _) -> _) =
            (words.people().products().to_owned(), Route::TeamRightsAgain);
        Self { org, team, title, name, draft, first, words }
    }

    /// Who belongs to it.
    pub(super) fn of_members(
        (org, team): (PublicId, TeamId),
        name: String,
        draft: Option<PublicId>,
        words: Words,
    ) -> Self {
        let title = words.teams().members_page_title(&name);
        let first: (_, fn(_, _, _) -> _) =
            (words.teams().members_title().to_owned(), Route::TeamMembersAgain);
        Self { org, team, title, name, draft, first, words }
    }

    fn sheet(&self, current: u32, lead: &str, parts: Vec<Part>) -> Sheet {
        let title = self.title.clone();
        let parts = [head(&title, lead), self.steps(current)].into_iter().chain(parts).collect();
        Sheet { title, parts }
    }

    fn steps(&self, current: u32) -> Part {
        let texts = self.words.people();
        let again = self.draft.filter(|_| current > 0);
        let (label, route) = &self.first;
        let href = again.map(|it| route(self.org, self.team, it).path());
        let steps = vec![
            Step { label: label.clone(), href },
            Step { label: texts.step_summary().to_owned(), href: None },
        ];
        Part::Steps { label: texts.steps().to_owned(), steps, current }
    }

    fn form(&self, name: &str, more: Vec<(String, String)>, parts: Vec<Part>) -> Part {
        let draft = self.draft.map(|it| hidden(Field::Draft, it));
        let hidden = about(self.org, self.team).into_iter().chain(draft).chain(more).collect();
        Part::Form { name: name.to_owned(), hidden, parts }
    }

    /// The first step: products by kind and one by one.
    pub(super) fn products(
        &self,
        place: &Place,
        beginning: &str,
        found: &Choices,
        seen: Timestamp,
    ) -> Sheet {
        let (mut parts, shown) = place::steps::grants(place, beginning, found, self.words);
        parts.push(Part::button(self.words.common().proceed(), Emphasis::Primary));
        let more = vec![hidden(Field::Seen, seen.as_millis()), hidden(Field::Shown, shown)];
        let form = self.form("choose_team_products", more, parts);
        self.sheet(0, &self.words.teams().products_lead(&self.name), vec![form])
    }

    /// The last step: what the change would do. `begun` is when the team had last changed as the first
    /// step began.
    pub(super) fn summary(&self, found: &GrantsPreview, begun: Timestamp) -> Sheet {
        let people = self.words.people();
        let notice = |tone, text: String| Part::Notice { tone, title: None, text };
        let mut parts = Vec::new();
        if found.seen != begun {
            parts.push(notice(Tone::Warn, people.overtaken(&self.name)));
        }
        if found.left_out {
            parts.push(notice(Tone::Warn, people.left_out().to_owned()));
        }
        if found.before == found.after {
            parts.push(notice(Tone::Info, people.nothing_changes().to_owned()));
            return self.sheet(1, people.summary_lead(), parts);
        }
        let changes = Part::Changes {
            changes: present::grant_changes(&found.before, &found.after, &found.names, self.words),
            before: people.before().to_owned(),
            after: people.after().to_owned(),
        };
        parts.push(Part::card(people.changes_title(), vec![changes]));
        parts.extend(effects(&found.effects, self.words));
        parts.push(self.apply("change_team_rights", found.seen));
        self.sheet(1, people.summary_lead(), parts)
    }

    /// What does it, as long as the team is as it was `seen`.
    fn apply(&self, form: &str, seen: Timestamp) -> Part {
        let back = Route::Team(self.org, self.team);
        let apply = self.words.people().apply();
        let parts = vec![
            Part::text(self.words.teams().told_by_mail()),
            buttons(apply, Emphasis::Primary, back, self.words),
        ];
        self.form(form, vec![hidden(Field::Seen, seen.as_millis())], parts)
    }

    /// The first step: who belongs to the team, and who could.
    pub(super) fn members(&self, beginning: &str, found: &Candidates) -> Sheet {
        let (texts, people) = (self.words.teams(), self.words.people());
        let input = Input {
            key: Field::Beginning.name().to_owned(),
            label: Field::Beginning.label(self.words).to_owned(),
            value: beginning.to_owned(),
            maxlength: Some(PersonName::MAX_CHARS),
            ..Input::default()
        };
        let then = place::steps::then;
        let find = Part::Find { input, button: then(people.find_button(), THEN_FIND.to_owned()) };
        let mut parts = vec![find, ticks(found, self.words)];
        if found.more_inside {
            parts.push(Part::text(texts.more_inside()));
        }
        if found.more_moved > 0 {
            let more = found.more_moved.try_into().unwrap_or(u64::MAX);
            parts.push(Part::text(&texts.more_moved(more)));
        }
        if let Some(next) = found.next {
            let buttons = vec![then(people.next_page(), next.to_string())];
            parts.push(Part::Buttons { buttons, links: Vec::new() });
        }
        let back = Route::Team(self.org, self.team);
        let proceed = self.words.common().proceed();
        let parts = vec![
            Part::Card { title: None, parts },
            buttons(proceed, Emphasis::Primary, back, self.words),
        ];
        let shown: Vec<_> = found.members.iter().map(|it| it.user.to_string()).collect();
        let more = vec![hidden(Field::Shown, shown.join(" "))];
        let form = self.form("choose_team_members", more, parts);
        self.sheet(0, texts.members_lead(), vec![form])
    }

    /// The last step: what moving them would do.
    pub(super) fn members_summary(&self, found: &MembersPreview) -> Sheet {
        let (texts, people) = (self.words.teams(), self.words.people());
        if found.joining.is_empty() && found.leaving.is_empty() {
            let text = people.nothing_changes().to_owned();
            let notice = Part::Notice { tone: Tone::Info, title: None, text };
            return self.sheet(1, people.summary_lead(), vec![notice]);
        }
        let facts = [(texts.joining(), &found.joining), (texts.leaving(), &found.leaving)];
        let facts = facts.into_iter().filter(|(_, names)| !names.is_empty());
        let facts = facts.map(|(label, names)| (label.to_owned(), names.clone())).collect();
        let mut parts = vec![Part::card(people.changes_title(), vec![Part::Facts { facts }])];
        parts.extend(effects(&found.effects, self.words));
        parts.push(self.apply("change_team_members", found.seen));
        self.sheet(1, people.summary_lead(), parts)
    }
}

/// Members, and whether they are to be in the team.
fn ticks(found: &Candidates, words: Words) -> Part {
    let texts = words.teams();
    if found.members.is_empty() {
        let text = texts.nobody_found_text().to_owned();
        return Part::Empty { title: texts.nobody_found().to_owned(), text };
    }
    let row = |it: &Candidate| TickRow {
        value: it.user.to_string(),
        label: format!("{} ({})", it.name, it.email),
        ticked: vec![it.belongs],
    };
    Part::Ticks {
        caption: texts.candidates_caption().to_owned(),
        columns: vec![(Field::Members.name().to_owned(), Field::Members.label(words).to_owned())],
        rows: found.members.iter().map(row).collect(),
    }
}

/// Who gains and loses what.
fn effects(effects: &Effects, words: Words) -> Vec<Part> {
    let (texts, people) = (words.teams(), words.people());
    let mut parts = Vec::new();
    for (name, preview) in &effects.members {
        let lines = |it| present::difference(it, &effects.names, words);
        let gains = effect(&people.gains(name), lines(&preview.gains), people.no_gain());
        let losses = effect(&people.loses(name), lines(&preview.losses), people.no_loss());
        parts.push(Part::Two { main: vec![gains], side: vec![losses] });
    }
    if parts.is_empty() {
        parts.push(Part::card(texts.effects_title(), vec![Part::text(texts.no_effect())]));
    }
    if effects.others > 0 {
        let others = effects.others.try_into().unwrap_or(u64::MAX);
        parts.push(Part::text(&texts.others_affected(others)));
    }
    parts
}

/// What the end of a team would do.
pub(super) fn dissolution(
    (org, team): (PublicId, TeamId),
    found: &DissolutionPreview,
    words: Words,
) -> Sheet {
    let texts = words.teams();
    let title = texts.dissolve_page_title(found.name.as_str());
    let mut about = about(org, team);
    about.push(hidden(Field::Seen, found.seen.as_millis()));
    let button = texts.dissolve_button();
    let form = Part::Form {
        name: "dissolve_team".to_owned(),
        hidden: about,
        parts: vec![buttons(button, Emphasis::Danger, Route::Team(org, team), words)],
    };
    let mut parts = vec![head(&title, texts.dissolve_keeps())];
    parts.extend(losses(&found.effects, words));
    parts.push(form);
    Sheet { title, parts }
}

/// Who loses what.
fn losses(effects: &Effects, words: Words) -> Vec<Part> {
    let (texts, people) = (words.teams(), words.people());
    let line = |(name, preview): &(String, Preview)| {
        let lines = present::difference(&preview.losses, &effects.names, words);
        effect(&people.loses(name), lines, people.no_loss())
    };
    let mut parts: Vec<_> = effects.members.iter().map(line).collect();
    if parts.is_empty() {
        parts.push(Part::card(texts.effects_title(), vec![Part::text(texts.no_loss())]));
    }
    if effects.others > 0 {
        let others = effects.others.try_into().unwrap_or(u64::MAX);
        parts.push(Part::text(&texts.others_affected(others)));
    }
    parts
}
