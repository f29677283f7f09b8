//! Sending a form by script: the bytes that a plain post would send, to the form's function.

use leptos::{ev::SubmitEvent, oco::Oco, prelude::*};

use super::Told;
use crate::api::Done;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It worked.
    Done(Done),
    /// It did not.
    Failed(Told),
    /// It worked, and the page that it leads to is on its way.
    Left,
}

/// What the console does with every answer; it provides this.
#[derive(Clone, Copy)]
pub struct WhenAnswered(pub Callback<(Answer,)>);

/// The calls of one form's server function, one at a time.
#[derive(Clone, Copy)]
pub struct Call {
    action: Action<String, Answer>,
}

impl Call {
    /// Prepares calls of the server function `name`.
    pub fn new(name: Oco<'static, str>) -> Self {
        let when_answered = use_context::<WhenAnswered>();
        let action = Action::new(move |body: &String| {
            let answer = send(name.clone(), body.clone());
            async move {
                let answer = answer.await;
                if let Some(WhenAnswered(then)) = when_answered {
                    then.run((answer.clone(),));
                }
                answer
            }
        });
        Self { action }
    }

    /// The last answer.
    pub fn answer(&self) -> Option<Answer> {
        self.action.value().get()
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// Sends the form of `event` instead of the browser; a second press waits for the first answer.
    pub(super) fn send(self, event: &SubmitEvent) {
        if self.action.pending().get_untracked() {
            event.prevent_default();
        } else if let Some(body) = body_of(event) {
            event.prevent_default();
            self.action.dispatch(body);
        }
    }
}

#[cfg(feature = "ssr")]
mod browser {
    use leptos::{ev::SubmitEvent, oco::Oco};

    use super::{Answer, Told};
    use crate::words::Words;

    /// The server sends no forms.
    pub(super) async fn send(_: Oco<'static, str>, _: String) -> Answer {
        Answer::Failed(Told::offline(Words::here()))
    }

    pub(super) fn body_of(_: &SubmitEvent) -> Option<String> {
        None
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use gloo_net::http::{Request, Response};
    use leptos::{ev::SubmitEvent, oco::Oco, prelude::*, wasm_bindgen::JsCast};
    use send_wrapper::SendWrapper;

    use super::{Answer, Told};
    use crate::{
        form::{NAME_KEY, Refusal},
        words::Words,
    };

    /// Sends a form. The browser has one thread.
    pub(super) fn send(
        name: Oco<'static, str>,
        body: String,
    ) -> impl Future<Output = Answer> + Send {
        SendWrapper::new(async move {
            match call(&name, body).await {
                Ok((_, true)) => Answer::Left,
                Ok((done, false)) => serde_json::from_str(&done)
                    .map_or_else(|_| Answer::Failed(Told::stale(Words::here())), Answer::Done),
                Err(told) => Answer::Failed(told),
            }
        })
    }

    /// Asks the server function `name` for data.
    pub fn ask_for(
        name: &'static str,
        arguments: &[(&str, String)],
    ) -> impl Future<Output = Result<String, Told>> + Send + use<> {
        let pairs = web_sys::UrlSearchParams::new();
        if let Ok(pairs) = &pairs {
            for (key, value) in arguments {
                pairs.append(key, value);
            }
        }
        let body = pairs.map(|it| String::from(it.to_string())).unwrap_or_default();
        SendWrapper::new(async move { Ok(call(name, body).await?.0) })
    }

    /// Calls a server function: its value as JSON, or why there is none; and whether the answer leads
    /// to another page.
    async fn call(name: &str, body: String) -> Result<(String, bool), Told> {
        let offline = |_| Told::offline(Words::here());
        let answer = ask(name, body).await.map_err(offline)?;
        let text = answer.text().await.map_err(offline)?;
        if !answer.ok() {
            return Err(serde_json::from_str(&text)
                .map_or_else(|_| Told::stale(Words::here()), |Refusal { told }| told));
        }
        let left = answer.headers().get("location").is_some_and(|path| lead_on(&path));
        Ok((text, left))
    }

    async fn ask(name: &str, body: String) -> Result<Response, gloo_net::Error> {
        Request::post(&format!("/api/{name}"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .body(body)?
            .send()
            .await
    }

    /// Loads the page that the answer names, unless it is the one that is open. Returns whether it is
    /// on its way: where the browser refuses, the page that is open stays.
    fn lead_on(path: &str) -> bool {
        let location = window().location();
        location.pathname().is_ok_and(|present| present != path) && location.assign(path).is_ok()
    }

    /// The form as a browser would post it, without its name, which is not an argument.
    pub(super) fn body_of(event: &SubmitEvent) -> Option<String> {
        let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        data.delete(NAME_KEY);
        // The button that was pressed may have a name, too.
        if let Some(button) = event.submitter()
            && let Some(name) = button.get_attribute("name")
        {
            let value = button.get_attribute("value").unwrap_or_default();
            data.append_with_str(&name, &value).ok()?;
        }
        let pairs = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        Some(String::from(pairs.to_string()))
    }
}

#[cfg(not(feature = "ssr"))]
pub use browser::ask_for;
use browser::{body_of, send};
