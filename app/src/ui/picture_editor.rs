//! In the browser: what is cut off a picture, and what it will look like. A module of its own, which
//! comes once a picture was chosen.

use domain::picture::{Cut, Part, Size};
use leptos::{
    ev::{Event, PointerEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::PictureWords;

/// Shows the controls for a picture that is made to fit some room, and whether it is shown round.
pub(super) type Editor = fn(ImageBitmap, &PictureWords, Size, bool) -> AnyView;

/// The room for the whole picture on the page.
const STAGE: Size = Size { width: 480, height: 300 };

/// The keys of what is cut off.
const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];

/// The lazy module.
#[lazy]
pub fn picture_editor() -> Editor {
    edit
}

/// What is cut off; cheap to copy.
#[derive(Clone, Copy)]
struct Cutting {
    /// Percent cut off at the left, the top, the right and the bottom.
    cut: RwSignal<[u8; 4]>,
    /// Where the pointer was pressed, in percent of the picture.
    pressed: RwSignal<Option<[u8; 2]>>,
}

fn edit(picture: ImageBitmap, words: &PictureWords, room: Size, round: bool) -> AnyView {
    let cutting = Cutting { cut: RwSignal::new([0; 4]), pressed: RwSignal::new(None) };
    let stage = NodeRef::<html::Canvas>::new();
    let previews = [NodeRef::<html::Canvas>::new(), NodeRef::new()];
    Effect::new(move |_| {
        let cut = Cut::new(cutting.cut.get()).unwrap_or_default();
        if let Some(canvas) = stage.get() {
            draw_stage(&canvas, &picture, cut);
        }
        for canvas in previews.iter().filter_map(|it| it.get()) {
            draw_preview(&canvas, &picture, cut, room);
        }
    });
    let sliders = SIDES.iter().zip(&words.sides).enumerate();
    let sliders: Vec<AnyView> =
        sliders.map(|(side, (key, label))| cutting.slider(side, key, label.clone())).collect();
    let [on_light, on_dark] = previews;
    view! {
        <fieldset class="field picture-cut">
            <legend>{words.cut.clone()}</legend>
            <p class="hint">{words.cut_hint.clone()}</p>
            <canvas
                class="picture-stage"
                node_ref=stage
                aria-hidden="true"
                on:pointerdown=move |event| cutting.press(&event)
                on:pointermove=move |event| cutting.drag(&event)
            ></canvas>
            <div class="picture-sides">{sliders}</div>
        </fieldset>
        <figure class="picture-preview" data-round=round.then_some("")>
            <figcaption>{words.preview.clone()}</figcaption>
            <span data-theme="light">
                <canvas node_ref=on_light role="img" aria-label=words.preview.clone()></canvas>
            </span>
            <span data-theme="dark">
                <canvas node_ref=on_dark aria-hidden="true"></canvas>
            </span>
        </figure>
    }
    .into_any()
}

impl Cutting {
    fn slider(self, side: usize, key: &'static str, label: String) -> AnyView {
        let value = move || self.cut.get()[side].to_string();
        let moved = move |event: Event| {
            let wanted = event_target_value(&event).parse().unwrap_or(0);
            let mut cut = self.cut.get_untracked();
            cut[side] = wanted;
            // Whatever the opposite side leaves.
            cut[side] = wanted.min(99 - cut[(side + 2) % 4].min(99));
            self.cut.set(cut);
        };
        view! {
            <label>
                <span>{label}</span>
                <input type="range" name=key min="0" max="99" prop:value=value on:input=moved />
                <output>{value} " %"</output>
            </label>
        }
        .into_any()
    }

    fn press(self, event: &PointerEvent) {
        if let Some((canvas, place)) = place_of(event) {
            let _ = canvas.set_pointer_capture(event.pointer_id());
            self.pressed.set(Some(place));
        }
    }

    /// The part between where the pointer was pressed and where it is stays.
    fn drag(self, event: &PointerEvent) {
        let pressed = self.pressed.get_untracked().filter(|_| event.buttons() == 1);
        if let (Some([x, y]), Some((_, [to_x, to_y]))) = (pressed, place_of(event)) {
            let cut = [x.min(to_x), y.min(to_y), 100 - x.max(to_x), 100 - y.max(to_y)];
            if Cut::new(cut).is_some() {
                self.cut.set(cut);
            }
        }
    }
}

/// Where on the canvas the pointer is, in percent.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn place_of(event: &PointerEvent) -> Option<(HtmlCanvasElement, [u8; 2])> {
    let canvas = event.current_target()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let share = |offset: i32, length: i32| {
        (f64::from(offset) * 100.0 / f64::from(length.max(1))).clamp(0.0, 100.0) as u8
    };
    let place = [
        share(event.offset_x(), canvas.client_width()),
        share(event.offset_y(), canvas.client_height()),
    ];
    Some((canvas, place))
}

fn context(canvas: &HtmlCanvasElement, size: Size) -> Option<CanvasRenderingContext2d> {
    canvas.set_width(size.width);
    canvas.set_height(size.height);
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn draw(
    context: &CanvasRenderingContext2d,
    picture: &ImageBitmap,
    Part { left, top, size }: Part,
    to: Size,
) {
    let _ = context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        picture,
        left.into(),
        top.into(),
        size.width.into(),
        size.height.into(),
        0.0,
        0.0,
        to.width.into(),
        to.height.into(),
    );
}

fn size_of(picture: &ImageBitmap) -> Size {
    Size { width: picture.width(), height: picture.height() }
}

/// The whole picture, with what is cut off in shade.
fn draw_stage(canvas: &HtmlCanvasElement, picture: &ImageBitmap, cut: Cut) {
    let whole = size_of(picture);
    let size = whole.within(STAGE);
    let Some(context) = context(canvas, size) else { return };
    draw(&context, picture, Part { left: 0, top: 0, size: whole }, size);
    let [left, top, right, bottom] = cut.sides().map(f64::from);
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let (x, y) = (left * width / 100.0, top * height / 100.0);
    let (wide, high) =
        (width * (100.0 - left - right) / 100.0, height * (100.0 - top - bottom) / 100.0);
    context.set_fill_style_str("rgb(0 0 0 / 60%)");
    for (x, y, wide, high) in [
        (0.0, 0.0, width, y),
        (0.0, y + high, width, height - y - high),
        (0.0, y, x, high),
        (x + wide, y, width - x - wide, high),
    ] {
        context.fill_rect(x, y, wide, high);
    }
    context.set_stroke_style_str("white");
    context.stroke_rect(x + 0.5, y + 0.5, (wide - 1.0).max(1.0), (high - 1.0).max(1.0));
}

/// What stays, as large as it will be.
fn draw_preview(canvas: &HtmlCanvasElement, picture: &ImageBitmap, cut: Cut, room: Size) {
    let part = cut.of(size_of(picture));
    let size = part.size.within(room);
    if let Some(context) = context(canvas, size) {
        context.set_image_smoothing_enabled(true);
        draw(&context, picture, part, size);
    }
}
