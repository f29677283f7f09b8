//! Files that are pictures, and files that only say so.

use std::time::Instant;

use image::{
    ImageEncoder as _, Rgba,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};

use super::*;

fn drawing(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([
            u8::try_from(x * 255 / width).expect("a byte"),
            u8::try_from(y * 255 / height).expect("a byte"),
            90,
            255,
        ])
    })
}

fn png(image: &RgbaImage) -> Vec<u8> {
    let mut file = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut file)).expect("written");
    file
}

fn logo(file: &[u8]) -> Result<Picture, PictureProblem> {
    let began = Instant::now();
    let made = develop(file, Cut::default(), Size::LOGO);
    assert!(began.elapsed() < MAX_TIME, "{:?}", began.elapsed());
    made
}

fn reread(picture: &Picture) -> RgbaImage {
    assert!(picture.png.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(picture.png.len() <= 256 * 1024);
    image::load_from_memory_with_format(&picture.png, ImageFormat::Png).expect("ours").to_rgba8()
}

/// One chunk of a PNG file.
fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crc = 0xFFFF_FFFF_u32;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], kind, data, &(!crc).to_be_bytes()].concat()
}

/// A PNG file with one more chunk after its head.
fn with_chunk(file: &[u8], extra: &[u8]) -> Vec<u8> {
    let (head, rest) = file.split_at(8 + 25);
    [head, extra, rest].concat()
}

/// The head of a PNG file that says to be this large.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let data = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &data), &chunk(b"IDAT", &[0; 64])].concat()
}

#[test]
fn each_format_becomes_a_png_of_ours_that_fits() {
    let image = drawing(800, 400);
    let rgb = DynamicImage::ImageRgba8(image.clone()).to_rgb8();
    let (mut jpeg, mut webp) = (Vec::new(), Vec::new());
    rgb.write_with_encoder(JpegEncoder::new(&mut jpeg)).expect("written");
    image.write_with_encoder(WebPEncoder::new_lossless(&mut webp)).expect("written");
    for file in [png(&image), jpeg, webp] {
        let made = logo(&file).expect("a picture");
        assert_eq!(made.size, Size { width: 140, height: 70 });
        let again = reread(&made);
        assert_eq!(again.dimensions(), (140, 70));
        let right = again.get_pixel(139, 0).0;
        assert!(right[0] > 240 && right[1] < 12 && right[3] == 255, "{right:?}");
    }
}

#[test]
fn what_was_cut_off_is_gone() {
    let cut = Cut::new([50, 0, 0, 50]).expect("something stays");
    let made = develop(&png(&drawing(200, 100)), cut, Size::LOGO).expect("a picture");
    assert_eq!(made.size, Size { width: 100, height: 50 });
    let again = reread(&made);
    assert!(again.get_pixel(0, 0).0[0] >= 126, "the left half is gone");
    assert!(again.get_pixel(0, 49).0[1] <= 128, "the lower half is gone");
}

#[test]
fn invisible_pixels_lend_no_colour() {
    // Black and invisible beside red.
    let image = RgbaImage::from_fn(540, 140, |x, _| {
        if x % 2 == 0 { Rgba([0, 0, 0, 0]) } else { Rgba([255, 0, 0, 255]) }
    });
    let again = reread(&logo(&png(&image)).expect("a picture"));
    assert_eq!(again.get_pixel(100, 30).0, [255, 0, 0, 128]);
}

#[test]
fn a_photo_taken_sideways_stands_upright_and_tells_nothing_of_the_camera() {
    let rgb = DynamicImage::ImageRgba8(drawing(300, 100)).to_rgb8();
    // TIFF, big endian, one entry: orientation 6, to be turned by 90 degrees.
    let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0 GPS 46.5 N";
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    encoder.set_exif_metadata(exif.to_vec()).expect("accepted");
    rgb.write_with_encoder(encoder).expect("written");
    assert!(file.windows(3).any(|it| it == b"GPS"));
    // As seen it is 100 wide; the right half of it is the upper half as stored.
    let cut = Cut::new([50, 0, 0, 0]).expect("something stays");
    let made = develop(&file, cut, Size::PERSON).expect("a picture");
    assert!(made.size.height > made.size.width, "{:?}", made.size);
    assert!(!made.png.windows(3).any(|it| it == b"GPS"));
    let again = reread(&made);
    let (width, height) = again.dimensions();
    let [top, bottom] = [again.get_pixel(width / 2, 0), again.get_pixel(width / 2, height - 1)];
    assert!(top.0[0] < 30 && bottom.0[0] > 225, "{top:?} {bottom:?}");
    assert!(again.get_pixel(width - 1, 9).0[1] < 20, "the upper half as stored");
}

#[test]
fn what_is_not_a_picture_is_refused_quickly() {
    let whole = png(&drawing(300, 300));
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    for (name, file, expected) in [
        ("nothing", Vec::new(), PictureProblem::Missing),
        ("text", b"hello".to_vec(), PictureProblem::NotAPicture),
        ("svg", svg.to_vec(), PictureProblem::NotAPicture),
        ("gif", gif.to_vec(), PictureProblem::NotAPicture),
        ("html", b"<!doctype html><p>PNG".to_vec(), PictureProblem::NotAPicture),
        ("truncated", whole[..whole.len() / 2].to_vec(), PictureProblem::Damaged),
        ("only a head", whole[..20].to_vec(), PictureProblem::Damaged),
        ("huge head", png_head(100_000, 100_000), PictureProblem::TooManyPixels),
        ("endless line", png_head(1, 1_000_000), PictureProblem::TooManyPixels),
        ("just too wide", png_head(4097, 1), PictureProblem::TooManyPixels),
        ("no pixels", png_head(0, 0), PictureProblem::Damaged),
        ("large file", vec![0x89; MAX_FILE_BYTES + 1], PictureProblem::FileTooLarge),
    ] {
        let began = Instant::now();
        assert_eq!(logo(&file).expect_err(name), expected, "{name}");
        assert!(began.elapsed().as_millis() < 1000, "{name} {:?}", began.elapsed());
    }
}

#[test]
fn what_lies_around_the_pixels_is_not_kept() {
    // A file that is a page too, and one with a comment.
    let page = b"<script>alert(1)</script>";
    let file =
        with_chunk(&png(&drawing(20, 20)), &chunk(b"tEXt", b"Comment\0<script>alert(1)</script>"));
    let polyglot = [&file[..], page].concat();
    let made = logo(&polyglot).expect("a picture");
    assert!(!made.png.windows(8).any(|it| it == b"<script>"), "nothing of it is kept");
}

#[test]
fn a_text_that_unpacks_to_hundreds_of_megabytes_is_not_unpacked() {
    let bomb = zlib_bomb();
    for kind in [b"zTXt", b"iCCP"] {
        let data = [&b"name\0\0"[..], &bomb].concat();
        let file = with_chunk(&png(&drawing(20, 20)), &chunk(kind, &data));
        let began = Instant::now();
        let made = logo(&file);
        assert!(began.elapsed().as_millis() < 1000, "{:?}", began.elapsed());
        assert!(
            made.is_ok()
                || made == Err(PictureProblem::Damaged)
                || made == Err(PictureProblem::TooManyPixels)
        );
    }
}

/// Under two megabytes that unpack to three hundred of zeros: a deflate block whose every code says
/// "the last byte, 258 times".
fn zlib_bomb() -> Vec<u8> {
    let mut bits = BitWriter::default();
    // The last block, with the fixed codes: a zero, then repetitions at distance one.
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    bits.push_code(0x30, 8);
    for _ in 0..4_000_000 {
        // Length 258 is code 285: eight bits, 0b1100_0101; distance one is code 0: five bits.
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
    }
    bits.push_code(0, 7);
    let mut stream = vec![0x78, 0x9c];
    stream.extend(bits.bytes);
    stream.extend([bits.current, 0, 0, 0, 0]);
    stream.truncate(1_900_000);
    stream
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    current: u8,
    filled: u32,
}

impl BitWriter {
    /// Bits from the lowest on.
    fn push(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            self.current |= u8::try_from((value >> bit) & 1).expect("a bit") << self.filled;
            self.filled += 1;
            if self.filled == 8 {
                self.bytes.push(std::mem::take(&mut self.current));
                self.filled = 0;
            }
        }
    }

    /// Bits from the highest on, as Huffman codes are written.
    fn push_code(&mut self, value: u32, count: u32) {
        for bit in (0..count).rev() {
            self.push(value >> bit, 1);
        }
    }
}

#[tokio::test]
async fn few_wait_and_nobody_waits_for_ever() {
    let darkroom = Darkroom::new();
    let seats: Vec<_> = (0..SEATS).map(|_| darkroom.seat().expect("free")).collect();
    assert!(darkroom.seat().is_none(), "the queue is short");
    let file = png(&drawing(40, 40));
    let made = seats.into_iter().map(|it| it.develop(file.clone(), Cut::default(), Size::PERSON));
    for picture in made.collect::<Vec<_>>() {
        assert_eq!(picture.await.expect("a picture").size, Size { width: 40, height: 40 });
    }
    assert!(darkroom.seat().is_some());
}
