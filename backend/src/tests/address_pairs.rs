//! Pairs of addresses, played: whoever writes another spelling gets the same account or one of their
//! own, as the rules say, and no mail for one goes to the other.

use domain::{id::UserId, rights, session::Stay};

#[path = "../../../domain/tests/shared/address_pairs.rs"]
mod pairs;

use pairs::{Group, Verdict, groups};

use crate::{
    Origin, StoreError, UseCaseError,
    mail::MailKind,
    store,
    testing::{Guest, PASSWORD, World, address, both, link_token, origin, secret, sign_up},
    usecase::door::{request_reset, request_sign_up, sign_in, verify_sign_up},
};

/// The password of whoever comes with the second spelling.
const OTHER_PASSWORD: &str = "another meadow demo 43";

/// Somebody who has an account, and where their mail goes.
struct Owner {
    guest: Guest,
    mailbox: String,
}

/// Two people, of whom the first has the account.
struct Pair<'a> {
    world: &'a World,
    first: &'a Owner,
    other: &'a str,
}

/// A kind of mail, and where it went.
type Sent = (MailKind, String);

/// The mailbox as the database has it: the local part as typed, the domain in ASCII.
async fn stored_mailbox(world: &World, user: UserId) -> String {
    let mut tx = world.backend.store.read().await.expect("read");
    let user = store::users::find(&mut tx, user).await.expect("read").expect("a user");
    let (local, _) = user.email.typed().rsplit_once('@').expect("an address");
    let (_, domain) = user.email.canonical().rsplit_once('@').expect("an address");
    format!("{local}@{domain}")
}

/// Nothing that was asked before slows down what comes next.
async fn forget_limits(world: &World) {
    world.tamper("DELETE FROM limits").await;
}

/// Gives the address of an account back, so that the next pair begins anew.
async fn move_out(world: &World, user: UserId) {
    let gone = format!("gone.{user}@nowhere.example");
    let mut tx = world.backend.store.read().await.expect("read");
    let user = store::users::find(&mut tx, user).await.expect("read").expect("a user");
    drop(tx);
    let sql = format!(
        "UPDATE users SET email = '{gone}', email_canonical = '{gone}' WHERE email_canonical = '{}'",
        quoted(user.email.canonical())
    );
    assert_eq!(world.tamper(&sql).await, 1, "{sql}");
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

impl Pair<'_> {
    /// Does what is due, and tells which mails that caused, by kind.
    async fn mails(&self, act: impl Future<Output = ()>) -> Vec<Sent> {
        forget_limits(self.world).await;
        let before = self.world.mails().len();
        act.await;
        self.world.work().await;
        let mails = self.world.mails().split_off(before);
        let mut mails: Vec<_> = mails.into_iter().map(|it| (it.kind, it.to)).collect();
        mails.sort();
        mails
    }

    /// The browser of the first, so that nobody is told of a new one.
    fn origin(&self) -> Origin {
        Origin { device: Some(self.first.guest.signed_in.device.clone()), ..origin() }
    }

    /// Whose account one is in with this spelling and a password.
    async fn signs_in(&self, password: &str) -> Option<UserId> {
        forget_limits(self.world).await;
        let (email, password) = (address(self.other), secret(password));
        let outcome =
            sign_in(&self.world.backend, &self.origin(), email, password, Stay::Browser).await;
        match outcome {
            Ok(signed_in) => Some(signed_in.user),
            Err(UseCaseError::Refused(_)) => None,
            Err(error) => panic!("{:?}: {error}", self.other),
        }
    }

    async fn forgets_password(&self) -> Vec<Sent> {
        let email = address(self.other);
        self.mails(async {
            request_reset(&self.world.backend, &origin(), email).await.expect("accepted");
        })
        .await
    }

    async fn signs_up(&self) -> Vec<Sent> {
        let form = sign_up(self.other);
        self.mails(async {
            let password = secret(OTHER_PASSWORD);
            request_sign_up(&self.world.backend, &origin(), form, password, None)
                .await
                .expect("accepted");
        })
        .await
    }

    /// Whether the database takes both addresses beside each other, whatever the rules say.
    async fn database_takes_both(&self) -> bool {
        let backend = &self.world.backend;
        let mut tx = backend.store.begin().await.expect("begun");
        let user = self.first.guest.identity.user;
        let mut user = store::users::find(&mut tx, user).await.expect("read").expect("a user");
        user.id = UserId::mint(backend.now(), backend.draw());
        user.email = address(self.other);
        let permit = rights::system("test", None);
        match store::users::insert(&mut tx, &permit, &user, backend.now()).await {
            Ok(_) => true,
            Err(StoreError::Duplicate) => false,
            Err(error) => panic!("{:?}: {error}", self.other),
        }
    }

    /// Another spelling of the same account.
    async fn is_the_same(&self) {
        let owner = || self.first.mailbox.clone();
        assert!(!self.database_takes_both().await, "{:?}", self.other);
        assert_eq!(self.signs_in(PASSWORD).await, Some(self.first.guest.identity.user));
        assert_eq!(self.signs_in(OTHER_PASSWORD).await, None);
        assert_eq!(self.forgets_password().await, [(MailKind::ResetPassword, owner())]);
        assert_eq!(self.signs_up().await, [(MailKind::HasLogin, owner())], "{:?}", self.other);
    }

    /// Somebody else, who can have an account beside the first.
    async fn is_somebody_else(&self) {
        let (first, other) = (&self.first.guest, self.other);
        assert!(self.database_takes_both().await, "{other:?}");
        assert_eq!(self.signs_in(PASSWORD).await, None, "{other:?}");
        assert_eq!(self.forgets_password().await, [], "{other:?}");
        let own = address(other).mailbox();
        assert_ne!(own, self.first.mailbox);
        assert_eq!(self.signs_up().await, [(MailKind::ConfirmSignUp, own.clone())]);
        let link = link_token(&self.world.mails().pop().expect("a mail"));
        let outcome =
            verify_sign_up(&self.world.backend, &origin(), &link, secret(OTHER_PASSWORD)).await;
        let second = outcome.expect("an account of their own").user;
        assert_ne!(second, first.identity.user, "{other:?}");
        assert_eq!(stored_mailbox(self.world, second).await, own);
        assert_eq!(self.signs_in(OTHER_PASSWORD).await, Some(second));
        assert_eq!(self.signs_in(PASSWORD).await, None, "the password of the first");
        // They have come with the browser of the first, which is new for them.
        let told = [(MailKind::ResetPassword, own.clone()), (MailKind::NewSignIn, own)];
        assert_eq!(self.forgets_password().await, told, "{other:?}");
        move_out(self.world, second).await;
    }

    /// No address: there is nothing to ask with, and it is nobody's in the database either.
    async fn is_refused(&self) {
        assert!(domain::email::Email::parse(self.other).is_err(), "{:?}", self.other);
        // PostgreSQL keeps no text with this character.
        if !self.other.contains('\0') {
            let text = quoted(self.other);
            let rows = format!("users WHERE email_canonical = '{text}' OR email = '{text}'");
            assert_eq!(self.world.count(&rows).await, 0, "{:?}", self.other);
        }
    }
}

async fn play(world: &World, group: &Group) -> usize {
    forget_limits(world).await;
    let guest = world.sign_up(&group.address).await;
    let mailbox = stored_mailbox(world, guest.identity.user).await;
    let owner = Owner { guest, mailbox };
    for (verdict, other) in &group.others {
        let pair = Pair { world, first: &owner, other };
        match verdict {
            Verdict::Same => pair.is_the_same().await,
            Verdict::Different => pair.is_somebody_else().await,
            Verdict::Refused => pair.is_refused().await,
        }
    }
    // What others have tried has changed nothing for the first.
    let again = Pair { world, first: &owner, other: &group.address };
    assert_eq!(again.signs_in(PASSWORD).await, Some(owner.guest.identity.user));
    assert_eq!(again.forgets_password().await, [(MailKind::ResetPassword, owner.mailbox.clone())]);
    move_out(world, owner.guest.identity.user).await;
    group.others.len()
}

#[test]
fn whoever_writes_an_address_otherwise_has_the_account_or_one_of_their_own_and_no_foreign_mail() {
    both(async |world| {
        let mut pairs = 0;
        for group in groups() {
            pairs += play(world, &group).await;
        }
        println!("{pairs} pairs");
    });
}
