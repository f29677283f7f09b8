//! The steps of giving a member other rights.

use backend::usecase::people::{ChangePreview, Choices};
use domain::{
    id::{PublicId, UserId},
    rights::{Place, Role},
    time::Timestamp,
};

use crate::{
    api::{
        people::{effect, present},
        place::{PlaceField as Field, steps},
    },
    route::Route,
    sheet::{Link, Part, Press, Sheet, hidden},
    ui::{Emphasis, Step, Tone},
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
        let mut parts = steps::role(place, roles, self.words);
        parts.push(self.next());
        let seen = vec![hidden(Field::Seen, seen.as_millis())];
        let form = self.form("choose_role", seen, parts);
        self.sheet(0, self.words.people().role_lead().to_owned(), vec![form])
    }

    /// The second step: products and teams.
    pub(super) fn products(&self, place: &Place, beginning: &str, found: &Choices) -> Sheet {
        let (shown, mut parts) = steps::products(place, beginning, found, self.words);
        parts.push(self.next());
        let form = self.form("choose_products", vec![shown], parts);
        self.sheet(1, self.words.people().products_lead(&self.name), vec![form])
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
