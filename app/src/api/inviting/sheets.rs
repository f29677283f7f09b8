//! The steps of inviting people.

use backend::usecase::{
    invitation::{InvitePreview, Predicted},
    people::Choices,
};
use domain::{
    id::{InvitationId, PublicId},
    invitation::{MOST_AT_ONCE, Outcome},
    locale::Locale,
    membership::Contact,
    rights::{Place, Role},
};

use crate::{
    api::{
        invitations::{InvitationField as Field, messages},
        people::present,
        place::steps,
    },
    form::Field as _,
    format,
    pages::look::name_of,
    route::Route,
    sheet::{Input, Line, Link, Part, Press, Sheet, hidden},
    ui::{Choice, Emphasis, Step, Tone},
    words::Words,
};

/// What is sent at the end.
pub(super) enum Subject {
    /// New invitations.
    NewPeople,
    /// This one, once more; and its address.
    Invitation(InvitationId, String),
}

/// The page of a step: of an organization, with a draft.
type StepRoute = fn(PublicId, PublicId) -> Route;

/// What was begun.
pub(super) struct About {
    pub org: PublicId,
    pub draft: Option<PublicId>,
    pub subject: Subject,
    pub words: Words,
}

impl About {
    fn sheet(&self, current: u32, lead: &str, parts: Vec<Part>) -> Sheet {
        let texts = self.words.invitations();
        let title = match &self.subject {
            Subject::NewPeople => texts.invite().to_owned(),
            Subject::Invitation(_, email) => texts.page_title(email),
        };
        let head = Part::Head { title: title.clone(), lead: lead.to_owned() };
        let parts = [head, self.steps(current)].into_iter().chain(parts).collect();
        Sheet { title, parts }
    }

    /// The steps; whose invitation is changed is no question any more.
    fn steps(&self, current: u32) -> Part {
        let (texts, people) = (self.words.invitations(), self.words.people());
        let all: [(&str, StepRoute); 5] = [
            (texts.step_who(), Route::InviteAgain),
            (people.role(), Route::InviteRole),
            (people.products(), Route::InviteProducts),
            (texts.step_messages(), Route::InviteMessages),
            (people.step_summary(), Route::InviteSummary),
        ];
        let skipped = u32::from(matches!(self.subject, Subject::Invitation(..)));
        let step = |(index, (label, route)): (u32, (&str, StepRoute))| Step {
            label: label.to_owned(),
            href: self.draft.filter(|_| index < current).map(|it| route(self.org, it).path()),
        };
        let steps = (0..).zip(all).skip(skipped as usize).map(step).collect();
        Part::Steps { label: people.steps().to_owned(), steps, current: current - skipped }
    }

    fn form(&self, name: &str, more: Vec<(String, String)>, parts: Vec<Part>) -> Part {
        let org = hidden(Field::Org, self.org);
        let draft = self.draft.map(|it| hidden(Field::Draft, it));
        let hidden = [org].into_iter().chain(draft).chain(more).collect();
        Part::Form { name: name.to_owned(), hidden, parts }
    }

    fn next(&self) -> Part {
        Part::button(self.words.common().proceed(), Emphasis::Primary)
    }

    /// Whom to invite.
    pub(super) fn who(&self, addresses: &str) -> Sheet {
        let texts = self.words.invitations();
        let most = MOST_AT_ONCE.try_into().unwrap_or(u64::MAX);
        let input = Input {
            key: Field::Addresses.name().to_owned(),
            label: Field::Addresses.label(self.words).to_owned(),
            value: addresses.to_owned(),
            hint: Some(texts.addresses_hint(most)),
            ..Input::default()
        };
        let card = Part::Card { title: None, parts: vec![Part::Lines { input }] };
        let form = self.form("name_invited", Vec::new(), vec![card, self.next()]);
        self.sheet(0, texts.who_lead(), vec![form])
    }

    /// Role and rights about money.
    pub(super) fn role(&self, place: &Place, roles: &[Role]) -> Sheet {
        let mut parts = steps::role(place, roles, self.words);
        parts.push(self.next());
        let changed = match (&self.subject, self.draft) {
            (Subject::Invitation(id, _), None) => vec![hidden(Field::Invitation, id)],
            _ => Vec::new(),
        };
        let form = self.form("choose_invited_role", changed, parts);
        self.sheet(1, self.words.invitations().role_lead(), vec![form])
    }

    /// Products and teams.
    pub(super) fn products(&self, place: &Place, beginning: &str, found: &Choices) -> Sheet {
        let (shown, mut parts) = steps::products(place, beginning, found, self.words);
        parts.push(self.next());
        let form = self.form("choose_invited_products", vec![shown], parts);
        self.sheet(2, self.words.invitations().products_lead(), vec![form])
    }

    /// Messages and language.
    pub(super) fn messages(&self, contact: Contact, language: Locale) -> Sheet {
        let words = self.words;
        let ticks = vec![
            Part::tick(Field::BillingReminders, contact.billing_reminders, words),
            Part::tick(Field::ProductEvents, contact.product_events, words),
        ];
        let choice = |it: &Locale| Choice {
            value: it.tag().to_owned(),
            label: name_of(*it, words).to_owned(),
            hint: None,
        };
        let languages = Part::Choices {
            key: Field::Language.name().to_owned(),
            legend: Field::Language.label(words).to_owned(),
            choices: Locale::ALL.iter().map(choice).collect(),
            chosen: language.tag().to_owned(),
        };
        let parts = vec![
            Part::card(words.people().contact_title(), ticks),
            Part::Card { title: None, parts: vec![languages] },
            self.next(),
        ];
        let form = self.form("choose_invited_messages", Vec::new(), parts);
        self.sheet(3, words.invitations().messages_lead(), vec![form])
    }

    /// What it would come to.
    pub(super) fn summary(
        &self,
        found: &InvitePreview,
        contact: Contact,
        language: Locale,
    ) -> Sheet {
        let texts = self.words.invitations();
        let warn =
            |text: &str| Part::Notice { tone: Tone::Warn, title: None, text: text.to_owned() };
        let mut parts = Vec::new();
        if found.left_out {
            parts.push(warn(self.words.people().left_out()));
        }
        let offer = Part::card(texts.offer_title(), vec![self.offer(found, contact, language)]);
        let sent = found.rows.iter().filter(|it| it.outcome.sends()).count();
        let button = match self.subject {
            Subject::Invitation(..) => {
                parts.push(offer);
                Some(texts.save().to_owned())
            }
            Subject::NewPeople => {
                let lines = found.rows.iter().map(|it| predicted(it, self.words)).collect();
                let people = Part::card(texts.people_title(), vec![Part::rows(lines)]);
                parts.push(Part::Two { main: vec![people], side: vec![offer] });
                (sent > 0).then(|| texts.send(sent.try_into().unwrap_or(u64::MAX)))
            }
        };
        parts.push(match button {
            Some(label) => {
                let buttons = vec![Press::new(&label, Emphasis::Primary)];
                let links = vec![Link::new(self.words.common().cancel(), self.back().path())];
                let buttons = vec![Part::Buttons { buttons, links }];
                self.form("send_invitations", Vec::new(), buttons)
            }
            None => warn(texts.nobody()),
        });
        self.sheet(4, texts.summary_lead(), parts)
    }

    /// Where it began.
    const fn back(&self) -> Route {
        match self.subject {
            Subject::NewPeople => Route::Users(self.org),
            Subject::Invitation(id, _) => Route::Invitation(self.org, id),
        }
    }

    fn offer(&self, found: &InvitePreview, contact: Contact, language: Locale) -> Part {
        let (words, texts) = (self.words, self.words.invitations());
        let role = format::role(found.place.role, words).to_owned();
        let mut facts = vec![(words.people().role().to_owned(), vec![role])];
        facts.extend(present::given(&found.place, &found.names, words));
        facts.push((texts.messages_term().to_owned(), messages(contact, words)));
        let language = name_of(language, words).to_owned();
        facts.push((texts.language_term().to_owned(), vec![language]));
        Part::Facts { facts }
    }
}

/// What inviting an address would come to.
fn predicted(it: &Predicted, words: Words) -> Line {
    let texts = words.invitations();
    let (tone, outcome) = match it.outcome {
        Outcome::NewPerson => (Tone::Good, texts.outcome_new_person()),
        Outcome::HasLogin => (Tone::Good, texts.outcome_has_login()),
        Outcome::RemovedLately => (Tone::Info, texts.outcome_removed_lately()),
        Outcome::AlreadyMember => (Tone::Neutral, texts.outcome_already_member()),
        Outcome::AlreadyInvited => (Tone::Neutral, texts.outcome_already_invited()),
        Outcome::Repeated => (Tone::Neutral, texts.outcome_repeated()),
        Outcome::OverLimit => (Tone::Warn, texts.outcome_over_limit()),
        Outcome::Malformed => (Tone::Bad, texts.outcome_malformed()),
    };
    let sub = match it.outcome {
        Outcome::RemovedLately => texts.or_bring_back(),
        other if other.sends() => texts.gets_one(),
        _ => texts.gets_none(),
    };
    Line {
        main: it.text.clone(),
        sub: Some(sub.to_owned()),
        chips: vec![(tone, outcome.to_owned())],
        ..Line::default()
    }
}
