//! The one renderer of sheets.

use leptos::prelude::*;

use super::{Input, Line, LinePress, Link, Part, Press, Sheet};
use crate::{
    form::{AnyForm, ButtonForm, FormFrame, FormProblems},
    pages::{View, with_data},
    ui::{
        Avatar, Button, Card, Changes, Checkbox, Chip, Definition, DefinitionList, EmptyState,
        LinkButton, Notice, PageHead, RadioGroup, Row, Rows, Steps, TextArea, TextField, TickTable,
    },
};

/// The lazy renderer, the same for all of these pages.
#[lazy]
pub fn sheet() -> View {
    |data| with_data(data, |it: Sheet| all(it.parts, None))
}

fn all(parts: Vec<Part>, form: Option<AnyForm>) -> AnyView {
    parts.into_iter().map(|it| one(it, form)).collect::<Vec<_>>().into_any()
}

fn one(part: Part, form: Option<AnyForm>) -> AnyView {
    match part {
        Part::Head { title, lead } => view! { <PageHead title lead /> }.into_any(),
        Part::Steps { label, steps, current } => {
            view! { <Steps label steps current=current as usize /> }.into_any()
        }
        Part::Notice { tone, title, text } => view! {
            <Notice tone nostrip:title>
                {text}
            </Notice>
        }
        .into_any(),
        Part::Card { title, parts } => {
            view! { <Card nostrip:title>{all(parts, form)}</Card> }.into_any()
        }
        Part::Two { main, side } => {
            let (main, side) = (all(main, form), all(side, form));
            view! {
                <div class="two">
                    <div class="column">{main}</div>
                    <div class="column">{side}</div>
                </div>
            }
            .into_any()
        }
        Part::Empty { title, text } => view! { <EmptyState title text /> }.into_any(),
        Part::Text { text } => view! { <p class="quiet">{text}</p> }.into_any(),
        Part::Rows { form, lines } => rows(form, lines),
        Part::Facts { facts } => {
            view! { <DefinitionList>{facts_of(facts)}</DefinitionList> }.into_any()
        }
        Part::Changes { changes, before, after } => {
            view! { <Changes changes before after /> }.into_any()
        }
        Part::Offers { links: all } => view! { <div class="actions">{links(all)}</div> }.into_any(),
        Part::Links { links: all } => {
            view! { <div class="actions pager">{links(all)}</div> }.into_any()
        }
        Part::Form { name, hidden, parts } => {
            let form = AnyForm::called(name);
            let (hidden, parts) = (unseen(hidden), all(parts, Some(form)));
            view! { <FormFrame form>{hidden} {parts}</FormFrame> }.into_any()
        }
        // Nothing else stands outside a form.
        field => form.map(|form| of_form(field, form)).into_any(),
    }
}

/// What stands only in a form.
fn of_form(part: Part, form: AnyForm) -> AnyView {
    match part {
        Part::Input { input: it } => input(it, form),
        Part::Lines { input: it } => lines(it, form),
        Part::Tick { key, label, ticked } => {
            let checked = form.sent(&key, None).unwrap_or(ticked);
            view! {
                <Checkbox name=key checked>
                    {label}
                </Checkbox>
            }
            .into_any()
        }
        Part::AllOrSome { all: each, some } => {
            let (each, some) = (one(*each, Some(form)), all(some, Some(form)));
            view! {
                <div class="all-or-some">
                    {each}
                    <div class="some">{some}</div>
                </div>
            }
            .into_any()
        }
        Part::Choices { key, legend, choices, chosen } => {
            let selected = form.typed(&key).unwrap_or(chosen);
            let problem = form.problem(key.clone());
            view! { <RadioGroup name=key legend choices selected problem /> }.into_any()
        }
        Part::Ticks { caption, columns, mut rows } => {
            for row in &mut rows {
                for ((key, _), ticked) in columns.iter().zip(&mut row.ticked) {
                    *ticked = form.sent(key, Some(&row.value)).unwrap_or(*ticked);
                }
            }
            view! { <TickTable caption columns rows /> }.into_any()
        }
        Part::Find { input: field, button } => {
            let (field, button) = (input(field, form), press(button, form));
            view! { <div class="find">{field} {button}</div> }.into_any()
        }
        Part::Buttons { buttons, links: out } => {
            let buttons: Vec<_> = buttons.into_iter().map(|it| press(it, form)).collect();
            view! { <div class="actions">{buttons} {links(out)}</div> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn input(it: Input, form: AnyForm) -> AnyView {
    let value = form.typed(&it.key).unwrap_or(it.value);
    let problem = form.problem(it.key.clone());
    let Input { key, label, hint, kind, maxlength, required, .. } = it;
    view! { <TextField name=key label kind value hint problem maxlength required /> }.into_any()
}

fn lines(it: Input, form: AnyForm) -> AnyView {
    let value = form.typed(&it.key).unwrap_or(it.value);
    let problem = form.problem(it.key.clone());
    let Input { key, label, hint, .. } = it;
    view! { <TextArea name=key label value hint problem /> }.into_any()
}

fn press(Press { label, emphasis, sends }: Press, form: AnyForm) -> AnyView {
    let (name, value) = sends.unzip();
    view! {
        <Button emphasis busy=form.pending() attr:name=name attr:value=value>
            {label}
        </Button>
    }
    .into_any()
}

fn links(links: Vec<Link>) -> Vec<AnyView> {
    let link = |Link { label, href, emphasis }| {
        view! { <LinkButton href emphasis>{label}</LinkButton> }.into_any()
    };
    links.into_iter().map(link).collect()
}

fn unseen(pairs: Vec<(String, String)>) -> Vec<AnyView> {
    let field = |(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any();
    pairs.into_iter().map(field).collect()
}

fn facts_of(facts: Vec<(String, Vec<String>)>) -> Vec<AnyView> {
    let fact = |(term, lines): (String, Vec<String>)| {
        let lines: Vec<AnyView> =
            lines.into_iter().map(|it| view! { <div>{it}</div> }.into_any()).collect();
        view! { <Definition term>{lines}</Definition> }.into_any()
    };
    facts.into_iter().map(fact).collect()
}

fn rows(form: Option<String>, lines: Vec<Line>) -> AnyView {
    let form = form.map(AnyForm::called);
    let rows = lines.into_iter().map(|it| row(it, form)).collect();
    let list = view! { <Rows rows /> };
    match form {
        // The summary of what is wrong leads here.
        Some(form) => view! { <div id=form.name()><FormProblems form /> {list}</div> }.into_any(),
        None => list.into_any(),
    }
}

fn row(line: Line, form: Option<AnyForm>) -> AnyView {
    let Line { main, sub, href, avatar, chips, end, press } = line;
    let leading =
        move || avatar.map(|(initials, picture)| view! { <Avatar initials picture /> }).into_any();
    let trailing = move || {
        let chip = |(tone, text)| view! { <Chip tone>{text}</Chip> }.into_any();
        let chips: Vec<AnyView> = chips.into_iter().map(chip).collect();
        let end = end.map(|it| view! { <span>{it}</span> });
        let press = form.zip(press).map(|(form, press)| button_form(form, press));
        view! {
            {chips}
            {end}
            {press}
        }
    };
    view! { <Row main sub href leading trailing /> }.into_any()
}

fn button_form(form: AnyForm, LinePress { hidden, label, aloud }: LinePress) -> AnyView {
    view! {
        <ButtonForm form>
            {unseen(hidden)}
            <Button busy=form.pending() attr:aria-label=aloud>
                {label}
            </Button>
        </ButtonForm>
    }
    .into_any()
}
