//! `/invitation`: what the link of an invitation leads to. Each state has its own page and next step.

use backend::usecase::invitation::{About, InvitationView};
use domain::{invitation::Screen, password::PasswordPolicy, text::PersonName};
use leptos::prelude::*;

use super::FlashNotice;
use crate::{
    api::{
        door::{InvitationCodeField, JoinField, NoField, SignInField},
        look::Look,
    },
    form::{Field, FieldInput, FormFrame, FormState, SecretInput},
    format,
    route::Route,
    ui::{Button, Emphasis, InputKind, LinkButton, PageHead},
    words::Words,
};

/// What the page shows beside what the invitation says.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The invitation; none if this browser has opened no link.
    pub view: Option<InvitationView>,
    /// The address of who is signed in.
    pub signed_in: Option<String>,
}

/// The title of the page, which is also that of the document.
pub fn title(asking: &Asking, words: Words) -> String {
    let texts = words.invitations();
    let Some(view) = &asking.view else { return texts.missing_title().to_owned() };
    let organization = view.about.as_ref().map_or("", |it| it.organization.as_str());
    match view.screen {
        Screen::Unknown => texts.unknown_title().to_owned(),
        Screen::Replaced => texts.replaced_title().to_owned(),
        Screen::Expired => texts.expired_title().to_owned(),
        Screen::Cancelled => texts.cancelled_title().to_owned(),
        Screen::Declined => texts.declined_title().to_owned(),
        Screen::Accepted => texts.accepted_title().to_owned(),
        Screen::AlreadyMember => texts.member_title(organization),
        Screen::OnHold => texts.on_hold_title(organization),
        Screen::Gone => texts.gone_title().to_owned(),
        Screen::Closing => texts.closing_title(organization),
        Screen::NotBacked => texts.not_backed_title().to_owned(),
        Screen::WrongPerson => texts.wrong_person_title().to_owned(),
        Screen::SignIn | Screen::NewAccount | Screen::Ready => texts.open_title(organization),
    }
}

/// The page.
#[component]
pub fn InvitationPage(asking: Asking) -> impl IntoView {
    let words = Words::here();
    let title = title(&asking, words);
    let signed_in = asking.signed_in;
    let Some(InvitationView { screen, about }) = asking.view else {
        return page(title, words.invitations().missing_text().to_owned(), home(words));
    };
    let Some(about) = about else {
        let texts = words.invitations();
        let replaced = screen == Screen::Replaced;
        let text = if replaced { texts.replaced_text() } else { texts.unknown_text() };
        return page(title, text.to_owned(), home(words));
    };
    let offer = Offer { about, signed_in, words };
    let text = offer.text(screen);
    let rest = match screen {
        Screen::Ready => offer.ready(),
        Screen::SignIn => offer.sign_in(),
        Screen::NewAccount => offer.new_account(),
        Screen::WrongPerson => offer.wrong_person(),
        Screen::Expired | Screen::NotBacked => offer.ask_again(screen),
        Screen::AlreadyMember => offer.open(),
        Screen::Accepted => link(Route::Login, words.invitations().sign_in_button().to_owned()),
        _ => home(words),
    };
    page(title, text, rest)
}

fn page(title: String, text: String, rest: AnyView) -> AnyView {
    view! {
        <PageHead title />
        <FlashNotice />
        <p>{text}</p>
        {rest}
    }
    .into_any()
}

fn home(words: Words) -> AnyView {
    link(Route::Home, words.invitations().home_button().to_owned())
}

fn link(route: Route, label: String) -> AnyView {
    view! { <LinkButton href=route.path() emphasis=Emphasis::Primary>{label}</LinkButton> }
        .into_any()
}

/// An invitation, and who looks at it.
struct Offer {
    about: About,
    signed_in: Option<String>,
    words: Words,
}

impl Offer {
    /// The first sentence below the title.
    fn text(&self, screen: Screen) -> String {
        let texts = self.words.invitations();
        let About { email, organization, inviter, .. } = &self.about;
        let (email, organization) = (email.typed(), organization.as_str());
        let reader = self.signed_in.as_deref().unwrap_or_default();
        match screen {
            Screen::Unknown => texts.unknown_text().to_owned(),
            Screen::Replaced => texts.replaced_text().to_owned(),
            Screen::Expired => texts.expired_text(&self.until(), organization),
            Screen::Cancelled => {
                let by = self.about.cancelled_by.as_ref().unwrap_or(inviter);
                texts.cancelled_text(by, organization)
            }
            Screen::Declined => texts.declined_text(inviter, organization),
            Screen::Accepted => texts.accepted_text(organization),
            Screen::AlreadyMember => texts.member_text().to_owned(),
            Screen::OnHold => texts.on_hold_text().to_owned(),
            Screen::Gone => texts.gone_text().to_owned(),
            Screen::Closing => texts.closing_text(inviter),
            Screen::NotBacked => texts.not_backed_text(inviter, organization),
            Screen::WrongPerson => texts.wrong_person_text(reader, email, organization),
            Screen::SignIn | Screen::NewAccount | Screen::Ready => texts.open_lead(inviter),
        }
    }

    fn until(&self) -> String {
        let locale = expect_context::<Look>().locale;
        format::moment(locale, self.about.expires_at, &backend::Zone::default())
    }

    /// What is offered, and until when.
    fn facts(&self) -> impl IntoView + use<> {
        let texts = self.words.invitations();
        let role = texts.open_role(format::role(self.about.role, self.words));
        let until = texts.open_until(&self.until());
        view! {
            <ul>
                <li>{role}</li>
                <li>{until}</li>
            </ul>
        }
    }

    /// The answer of whoever was invited and is signed in.
    fn ready(&self) -> AnyView {
        let texts = self.words.invitations();
        let form = FormState::<NoField>::posted("accept_invitation");
        view! {
            {self.facts()}
            <p class="quiet">{texts.ready_text(self.about.email.typed())}</p>
            <FormFrame form>
                <Button emphasis=Emphasis::Primary>{texts.accept()}</Button>
            </FormFrame>
            {self.decline()}
        }
        .into_any()
    }

    /// The password of whoever was invited and has an account.
    fn sign_in(&self) -> AnyView {
        let door = self.words.door();
        let email = self.about.email.typed().to_owned();
        let form = FormState::<SignInField>::posted("sign_in");
        view! {
            {self.facts()}
            <p>{self.words.invitations().sign_in_text(&email)}</p>
            <FormFrame form>
                <input type="hidden" name=SignInField::Next.name() value=Route::Invited.path() />
                <input
                    type="text"
                    name=SignInField::Email.name()
                    value=email
                    autocomplete="username"
                    hidden=true
                />
                <SecretInput form field=SignInField::Password autocomplete="current-password" />
                <Button emphasis=Emphasis::Primary>{door.login_button()}</Button>
            </FormFrame>
            <ul class="links">
                <li>
                    <a href=Route::Forgot.path()>{door.login_forgot_link()}</a>
                </li>
            </ul>
            {self.decline()}
        }
        .into_any()
    }

    /// Names and a password of whoever has no account yet.
    fn new_account(&self) -> AnyView {
        let texts = self.words.invitations();
        let email = self.about.email.typed().to_owned();
        let form = FormState::<JoinField>::posted("join_organization");
        let decline = self.decline();
        let shortest = PasswordPolicy::ONLY_FACTOR.min_length.to_string();
        let hint = self.words.door().sign_up_password_hint(&shortest);
        let facts = self.facts();
        view! {
            {facts}
            <p>{texts.new_text(&email)}</p>
            <FormFrame form>
                <FieldInput
                    form
                    field=JoinField::FirstName
                    autocomplete=Some("given-name")
                    maxlength=PersonName::MAX_CHARS
                    required=true
                />
                <FieldInput
                    form
                    field=JoinField::LastName
                    autocomplete=Some("family-name")
                    maxlength=PersonName::MAX_CHARS
                    required=true
                />
                <input type="text" autocomplete="username" value=email hidden=true />
                <SecretInput
                    form
                    field=JoinField::Password
                    autocomplete="new-password"
                    hint=hint
                />
                <Button emphasis=Emphasis::Primary>{texts.new_button()}</Button>
            </FormFrame>
            {decline}
        }
        .into_any()
    }

    /// The two ways on for somebody else.
    fn wrong_person(&self) -> AnyView {
        let texts = self.words.invitations();
        let reader = self.signed_in.clone().unwrap_or_default();
        let form = FormState::<NoField>::posted("switch_person");
        let text = texts.ask_other_text(&reader, &self.about.inviter);
        let ask = self.code_form(
            "ask_for_invitation",
            texts.ask_other_title(),
            text.clone(),
            text,
            texts.ask_other_button(),
        );
        let switch = texts.switch_button(self.about.email.typed());
        view! {
            <FormFrame form>
                <Button emphasis=Emphasis::Primary>
                    {switch}
                </Button>
            </FormFrame>
            {ask}
        }
        .into_any()
    }

    /// Asks for another invitation.
    fn ask_again(&self, screen: Screen) -> AnyView {
        let texts = self.words.invitations();
        let About { inviter, organization, .. } = &self.about;
        let (text, with_code) = if screen == Screen::NotBacked {
            let organization = organization.as_str();
            (texts.not_backed_ask_text(organization), texts.not_backed_ask_code_text(organization))
        } else {
            (texts.ask_text(inviter), texts.ask_code_text(inviter))
        };
        let (title, button) = (texts.ask_title(), texts.ask_button());
        self.code_form("ask_for_invitation", title, text, with_code, button)
    }

    /// The way to say no.
    fn decline(&self) -> AnyView {
        let texts = self.words.invitations();
        let inviter = &self.about.inviter;
        let (text, with_code) = (texts.decline_text(inviter), texts.decline_code_text(inviter));
        let (title, button) = (texts.decline_title(), texts.decline_button());
        self.code_form("decline_invitation", title, text, with_code, button)
    }

    /// A form that asks for the six digits of the mail, unless somebody is signed in.
    fn code_form(
        &self,
        name: &'static str,
        title: &'static str,
        text: String,
        with_code: String,
        button: &'static str,
    ) -> AnyView {
        let form = FormState::<InvitationCodeField>::posted(name);
        let code = self.signed_in.is_none().then(|| {
            view! {
                <FieldInput
                    form
                    field=InvitationCodeField::Code
                    kind=InputKind::Digits
                    autocomplete=Some("one-time-code")
                    maxlength=7
                    required=true
                />
            }
        });
        let text = if code.is_some() { with_code } else { text };
        view! {
            <section class="aside">
                <h2>{title}</h2>
                <p class="quiet">{text}</p>
                <FormFrame form>
                    {code}
                    <Button>{button}</Button>
                </FormFrame>
            </section>
        }
        .into_any()
    }

    /// The organization itself.
    fn open(&self) -> AnyView {
        let organization = self.about.organization.as_str();
        let label = self.words.invitations().open_button(organization);
        link(Route::Dashboard(self.about.public_id), label)
    }
}
