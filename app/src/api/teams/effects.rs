//! The pages that say what a change does to the members of a team.

use backend::usecase::{
    people::Choices,
    team::{DissolutionPreview, Effects, GrantsPreview},
};
use domain::{
    id::{PublicId, TeamId},
    rights::{Place, Preview},
    time::Timestamp,
};

use super::{
    TeamField as Field,
    sheets::{about, buttons, head},
};
use crate::{
    api::{
        people::{effect, present},
        place,
    },
    route::Route,
    sheet::{Part, Sheet, hidden},
    ui::{Emphasis, Step, Tone},
    words::Words,
};

/// Whose rights they are, and what was begun.
pub(super) struct Granting {
    pub org: PublicId,
    pub team: TeamId,
    pub name: String,
    pub draft: Option<PublicId>,
    pub words: Words,
}

impl Granting {
    fn sheet(&self, current: u32, lead: &str, parts: Vec<Part>) -> Sheet {
        let title = self.words.teams().rights_page_title(&self.name);
        let parts = [head(&title, lead), self.steps(current)].into_iter().chain(parts).collect();
        Sheet { title, parts }
    }

    fn steps(&self, current: u32) -> Part {
        let texts = self.words.people();
        let again = self.draft.filter(|_| current > 0);
        let products = again.map(|it| Route::TeamRightsAgain(self.org, self.team, it).path());
        let step = |label: &str, href| Step { label: label.to_owned(), href };
        let steps = vec![step(texts.products(), products), step(texts.step_summary(), None)];
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
        let (texts, people) = (self.words.teams(), self.words.people());
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
        let back = Route::Team(self.org, self.team);
        let apply = vec![
            Part::text(texts.told_by_mail()),
            buttons(people.apply(), Emphasis::Primary, back, self.words),
        ];
        let seen = vec![hidden(Field::Seen, found.seen.as_millis())];
        parts.push(self.form("change_team_rights", seen, apply));
        self.sheet(1, people.summary_lead(), parts)
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
