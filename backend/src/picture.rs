//! Pictures that people send: read with limits, cut, made small, written anew.
//!
//! Nothing of the file is kept but its pixels: no comments, no place where it was taken.

use std::{io::Cursor, sync::Arc, time::Duration};

use domain::picture::{Cut, MAX_FILE_BYTES, MAX_SIDE, PictureProblem, Size};
use image::{
    DynamicImage, GenericImageView as _, ImageDecoder as _, ImageError, ImageFormat, ImageReader,
    Limits, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    metadata::Orientation,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

/// The most bytes that the pixels of one picture may need.
const MAX_PIXEL_BYTES: u64 = 64 * 1024 * 1024;

/// Longest time that somebody waits for a picture to be read.
const MAX_TIME: Duration = Duration::from_secs(5);

/// Files that may be on their way at once: each waits in memory for its turn.
const SEATS: usize = 4;

/// A picture of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A PNG file.
    pub png: Vec<u8>,
    /// Its size.
    pub size: Size,
}

/// Where pictures are made: one at a time, and few in the queue.
#[derive(Clone)]
pub(crate) struct Darkroom {
    seats: Arc<Semaphore>,
    bench: Arc<Semaphore>,
}

/// The right to send one picture now.
pub struct Seat {
    bench: Arc<Semaphore>,
    _seat: OwnedSemaphorePermit,
}

impl Darkroom {
    pub(crate) fn new() -> Self {
        let [seats, bench] = [SEATS, 1].map(|it| Arc::new(Semaphore::new(it)));
        Self { seats, bench }
    }

    /// A seat, if one is free.
    pub(crate) fn seat(&self) -> Option<Seat> {
        let seat = Arc::clone(&self.seats).try_acquire_owned().ok()?;
        Some(Seat { bench: Arc::clone(&self.bench), _seat: seat })
    }
}

impl Seat {
    /// Makes a picture of ours, within `room`, of a file.
    pub(crate) async fn develop(
        self,
        file: Vec<u8>,
        cut: Cut,
        room: Size,
    ) -> Result<Picture, PictureProblem> {
        let Ok(turn) = Arc::clone(&self.bench).acquire_owned().await else {
            return Err(PictureProblem::Damaged);
        };
        let work = spawn_blocking(move || {
            let picture = develop(&file, cut, room);
            // Whoever has stopped waiting leaves the work running: the next one waits for its end.
            drop((turn, self));
            picture
        });
        match timeout(MAX_TIME, work).await {
            Ok(Ok(picture)) => picture,
            // A decoder that panics or takes for ever was given something made for that.
            Ok(Err(_)) | Err(_) => Err(PictureProblem::Damaged),
        }
    }
}

fn develop(file: &[u8], cut: Cut, room: Size) -> Result<Picture, PictureProblem> {
    let (image, orientation) = read(file)?;
    let turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let room = if turned { room.turned() } else { room };
    let mut small = DynamicImage::ImageRgba8(shrink(&image, as_stored(cut, orientation), room));
    drop(image);
    small.apply_orientation(orientation);
    let size = Size { width: small.width(), height: small.height() };
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    small.write_with_encoder(encoder).map_err(|_| PictureProblem::Damaged)?;
    Ok(Picture { png, size })
}

/// The pixels of a file as they are stored, and how they have to be turned.
fn read(file: &[u8]) -> Result<(DynamicImage, Orientation), PictureProblem> {
    if file.is_empty() {
        return Err(PictureProblem::Missing);
    }
    if file.len() > MAX_FILE_BYTES {
        return Err(PictureProblem::FileTooLarge);
    }
    let format = image::guess_format(file).map_err(|_| PictureProblem::NotAPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(PictureProblem::NotAPicture);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_PIXEL_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
    if decoder.total_bytes() > MAX_PIXEL_BYTES {
        return Err(PictureProblem::TooManyPixels);
    }
    // A broken note about the camera is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?;
    Ok((image, orientation))
}

const fn problem(error: &ImageError) -> PictureProblem {
    match error {
        ImageError::Limits(_) => PictureProblem::TooManyPixels,
        _ => PictureProblem::Damaged,
    }
}

/// What somebody cuts off is told of the picture as it is seen; this is the same cut of the picture
/// as it is stored.
fn as_stored(cut: Cut, orientation: Orientation) -> Cut {
    let [left, top, right, bottom] = cut.sides();
    let sides = match orientation {
        Orientation::NoTransforms => [left, top, right, bottom],
        Orientation::Rotate90 => [top, right, bottom, left],
        Orientation::Rotate180 => [right, bottom, left, top],
        Orientation::Rotate270 => [bottom, left, top, right],
        Orientation::FlipHorizontal => [right, top, left, bottom],
        Orientation::FlipVertical => [left, bottom, right, top],
        Orientation::Rotate90FlipH => [top, left, bottom, right],
        Orientation::Rotate270FlipH => [bottom, right, top, left],
    };
    Cut::new(sides).unwrap_or(cut)
}

/// What stays of the picture, made to fit `room`: each pixel is the mean of those that it covers,
/// weighed by how opaque they are, so that nothing of the colour of invisible ones shows at edges.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels are counted in thousands, colours in bytes"
)]
fn shrink(image: &DynamicImage, cut: Cut, room: Size) -> RgbaImage {
    let part = cut.of(Size { width: image.width(), height: image.height() });
    let size = part.size.within(room);
    let scale_x = part.size.width as f32 / size.width as f32;
    let scale_y = part.size.height as f32 / size.height as f32;
    RgbaImage::from_fn(size.width, size.height, |x, y| {
        let (mut colour, mut opacity, mut area) = ([0.0_f32; 3], 0.0_f32, 0.0_f32);
        for (row, high) in covered(y, scale_y, part.size.height) {
            for (column, wide) in covered(x, scale_x, part.size.width) {
                let [rgb @ .., alpha] = image.get_pixel(part.left + column, part.top + row).0;
                let weight = wide * high * f32::from(alpha);
                for (sum, value) in colour.iter_mut().zip(rgb) {
                    *sum += weight * f32::from(value);
                }
                opacity += weight;
                area += wide * high;
            }
        }
        let [red, green, blue] = colour.map(|sum| (sum / opacity.max(f32::EPSILON)).round() as u8);
        image::Rgba([red, green, blue, (opacity / area.max(f32::EPSILON)).round() as u8])
    })
}

/// Which pixels of the large picture the one at `index` of the small picture covers, and how much of
/// each.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels are counted in thousands"
)]
fn covered(index: u32, scale: f32, length: u32) -> impl Iterator<Item = (u32, f32)> {
    let begin = index as f32 * scale;
    let end = (begin + scale).min(length as f32);
    (begin as u32..(end.ceil() as u32).min(length)).map(move |at| {
        let share = end.min((at + 1) as f32) - begin.max(at as f32);
        (at, share.max(0.0))
    })
}

#[cfg(test)]
mod tests;
