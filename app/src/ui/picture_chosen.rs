//! In the browser: the file that was chosen, and what is wrong with it.

use domain::picture::{MAX_FILE_BYTES, MAX_SIDE, Size};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlInputElement, ImageBitmap};

use super::{
    PictureWords,
    editor::{Editor, picture_editor},
};

/// The picture that was chosen; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    picture: RwSignal<Option<(ImageBitmap, Editor)>, LocalStorage>,
    problem: RwSignal<Option<String>>,
}

impl Chosen {
    pub(super) fn new() -> Self {
        Self { picture: RwSignal::new_local(None), problem: RwSignal::new(None) }
    }

    /// Why the chosen file will not do.
    pub(super) fn problem(self) -> Option<String> {
        self.problem.get()
    }

    /// Reads the file that was chosen, if it is a picture.
    pub(super) fn choose(self, input: &HtmlInputElement, [too_large, unreadable]: &[String; 2]) {
        let file = input.files().and_then(|it| it.get(0));
        self.picture.set(None);
        self.problem.set(None);
        let Some(file) = file else { return };
        if file.size() > f64::from(u32::try_from(MAX_FILE_BYTES).unwrap_or(u32::MAX)) {
            self.problem.set(Some(too_large.clone()));
            return;
        }
        let Ok(reading) = window().create_image_bitmap_with_blob(&file) else { return };
        let unreadable = unreadable.clone();
        spawn_local(async move {
            let picture = JsFuture::from(reading).await.ok().and_then(|it| it.dyn_into().ok());
            match picture {
                Some(picture) => self.picture.set(Some((picture, picture_editor().await))),
                None => self.problem.set(Some(unreadable)),
            }
        });
    }

    /// The controls for cutting and the preview, once there is a picture.
    pub(super) fn editor(self, words: &PictureWords, room: Size, round: bool) -> Option<AnyView> {
        let (picture, editor) = self.picture.get()?;
        (picture.width() <= MAX_SIDE).then(|| editor(picture, words, room, round))
    }
}
