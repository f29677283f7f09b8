//! Every component in its states, side by side: `/dev/gallery` of development builds.
//!
//! For those who build pages, hence in English only, as plain HTML with the console's style sheet.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    api::look::Look,
    assets::Assets,
    title::without_mark,
    ui::{
        Avatar, Button, ButtonKind, Card, Change, Changes, Checkbox, Chip, Choice, ChoiceBar,
        ChoiceButton, Definition, DefinitionList, Drawing, Emphasis, EmptyState, ErrorSummary,
        FieldProblem, Fold, Icon, InputKind, LinkButton, Notice, PageHead, PasswordField,
        RadioGroup, Row, Rows, SearchBox, SelectField, Step, Steps, TextField, TickRow, TickTable,
        Tone,
    },
};

const TONES: [(Tone, &str); 5] = [
    (Tone::Neutral, "Neutral"),
    (Tone::Info, "Info"),
    (Tone::Good, "Good"),
    (Tone::Warn, "Warn"),
    (Tone::Bad, "Bad"),
];

/// The whole document.
pub fn render(look: Look, assets: &Assets) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <!DOCTYPE html>
            <html lang="en" data-theme=look.theme.name()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>"Gallery"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=assets.url("console.css") />
                </head>
                <body>
                    <div class="shell">
                        <main id="main">
                            <PageHead
                                title="Gallery"
                                lead="Every component in its states."
                                actions=|| {
                                    view! {
                                        <LinkButton href="/" emphasis=Emphasis::Primary>
                                            "The main action"
                                        </LinkButton>
                                    }
                                }
                            />
                            {buttons()}
                            {marks()}
                            {steps()}
                            {notices()}
                            {fields()}
                            {wrong_fields()}
                            {choices()}
                            {lists()}
                        </main>
                    </div>
                </body>
            </html>
        }
        .to_html()
    });
    owner.cleanup();
    without_mark(html)
}

fn buttons() -> AnyView {
    let all = [
        (Emphasis::Primary, "Primary"),
        (Emphasis::Secondary, "Secondary"),
        (Emphasis::Quiet, "Quiet"),
        (Emphasis::Danger, "Danger"),
    ];
    let row = move |busy: bool| {
        let buttons = all.map(|(emphasis, name)| {
            view! {
                <Button emphasis kind=ButtonKind::Plain busy=Signal::stored(busy)>
                    {name}
                </Button>
            }
        });
        view! { <div class="actions">{buttons.into_iter().collect::<Vec<_>>()}</div> }
    };
    view! {
        <Card title="Button">
            {row(false)} {row(true)}
            <div class="actions">
                <LinkButton href="/">"A link"</LinkButton>
                <LinkButton href="/">
                    <Drawing icon=Icon::Switch />
                    "With a drawing"
                </LinkButton>
            </div>
        </Card>
    }
    .into_any()
}

fn marks() -> AnyView {
    let chips = TONES.map(|(tone, name)| view! { <Chip tone>{name}</Chip> });
    view! {
        <Card title="Chip, avatar">
            <div class="actions">{chips.into_iter().collect::<Vec<_>>()}</div>
            <div class="actions">
                <Avatar initials="AK" />
                <Avatar initials="É" />
            </div>
        </Card>
    }
    .into_any()
}

fn steps() -> AnyView {
    let step = |label: &str, href: Option<&str>| Step {
        label: label.to_owned(),
        href: href.map(ToOwned::to_owned),
    };
    let all = vec![step("Done", Some("/")), step("Open", None), step("To come", None)];
    view! {
        <Card title="Steps">
            <Steps label="Steps" steps=all current=1 />
        </Card>
    }
    .into_any()
}

fn notices() -> AnyView {
    let all = TONES.map(|(tone, name)| {
        let step = || view! { <LinkButton href="/">"What helps"</LinkButton> };
        view! {
            <Notice tone title=name actions=step>
                "What it is about, in a sentence that is long enough to need a second line on a phone."
            </Notice>
        }
    });
    view! { <Card title="Notice">{all.into_iter().collect::<Vec<_>>()}</Card> }.into_any()
}

fn fields() -> AnyView {
    let hint = || Some("What to type, where it is not obvious.".to_owned());
    let options = ["One", "Another"].map(|it| (it.to_lowercase(), it.to_owned())).to_vec();
    view! {
        <Card title="Fields">
            <form class="form">
                <TextField name="text" label="Text" hint=hint() />
                <TextField name="known" label="With a value" value="Harbour Press Ltd" />
                <TextField name="email" label="E-mail" kind=InputKind::Email />
                <TextField name="digits" label="Digits" kind=InputKind::Digits />
                <TextField name="day" label="Day" kind=InputKind::Day />
                <PasswordField
                    name="password"
                    label="Password"
                    autocomplete="off"
                    show="Show"
                    hide="Hide"
                    hint=hint()
                />
                <SelectField name="select" label="One of many" options selected="another" />
                <Checkbox name="check" hint="What it means.">
                    "A yes or a no"
                </Checkbox>
            </form>
            <SearchBox
                action="/search"
                key="q"
                label="Search"
                placeholder="A question"
                wake=Callback::new(|()| ())
            />
        </Card>
    }
    .into_any()
}

fn wrong_fields() -> AnyView {
    let problem = || Signal::stored(Some("What is wrong, and what would help.".to_owned()));
    let problems = || {
        ["wrong", "wrong_password"]
            .map(|field| FieldProblem {
                field: field.to_owned(),
                message: "Field: what is wrong, and what would help.".to_owned(),
            })
            .to_vec()
    };
    let options = vec![(String::new(), "– choose –".to_owned())];
    view! {
        <Card title="Fields with problems">
            <ErrorSummary title="There is a problem" problems=Arc::new(problems) />
            <form class="form">
                <TextField name="wrong" label="Text" value="what was typed" problem=problem() />
                <PasswordField
                    name="wrong_password"
                    label="Password"
                    autocomplete="off"
                    show="Show"
                    hide="Hide"
                    problem=problem()
                />
                <SelectField
                    name="wrong_select"
                    label="One of many"
                    options
                    selected=""
                    problem=problem()
                />
                <Checkbox name="wrong_check" problem=problem()>
                    "A yes or a no"
                </Checkbox>
            </form>
        </Card>
    }
    .into_any()
}

fn choices() -> AnyView {
    let choices = ["One", "Another", "A third"]
        .map(|it| Choice {
            value: it.to_lowercase(),
            label: it.to_owned(),
            hint: (it == "Another").then(|| "What choosing it means.".to_owned()),
        })
        .to_vec();
    let bar = ["One", "Another"]
        .map(|it| ChoiceButton {
            value: it,
            label: it.to_owned(),
            lang: None,
            pressed: it == "One",
        })
        .to_vec();
    let ticks = ["One thing", "Another, with a longer name"]
        .map(|it| TickRow {
            value: it.to_owned(),
            label: it.to_owned(),
            ticked: vec![it == "One thing", false],
        })
        .to_vec();
    let columns = ["First", "Second"].map(|it| (it.to_lowercase(), it.to_owned())).to_vec();
    view! {
        <Card title="Choices">
            <form class="form">
                <RadioGroup name="choice" legend="One of a few" choices selected="one" />
                <TickTable caption="Yes or no, each" columns rows=ticks />
            </form>
            <form class="choice-bar">
                <ChoiceBar name="bar" choices=bar />
            </form>
        </Card>
    }
    .into_any()
}

fn lists() -> AnyView {
    let row = |main: &str, tone: Tone| {
        let main = main.to_owned();
        view! {
            <Row
                main=main
                sub="A line about it".to_owned()
                href="/".to_owned()
                leading=|| view! { <Avatar initials="AK" /> }
                trailing=move || view! { <Chip tone>"A state"</Chip> }
            />
        }
        .into_any()
    };
    let rows = vec![row("One thing", Tone::Good), row("Another, with a longer name", Tone::Warn)];
    let changes = vec![Change {
        field: "Name".to_owned(),
        before: Some("Harbour".to_owned()),
        after: "Harbour Press".to_owned(),
    }];
    view! {
        <Card title="Lists" aside=|| view! { <small>"2 things"</small> }>
            <Rows rows />
            <DefinitionList>
                <Definition term="Term">"What it is"</Definition>
                <Definition term="Another">"What that is"</Definition>
            </DefinitionList>
            <Changes changes before="Before:" after="After:" />
            <Fold summary="More">"What is there on demand."</Fold>
            <EmptyState
                title="Nothing yet"
                text="Why, and how something gets here."
                action=|| view! { <LinkButton href="/">"Begin"</LinkButton> }
            />
        </Card>
    }
    .into_any()
}
