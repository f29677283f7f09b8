//! A server that does what Atrio's pages cannot do without, and nothing else: `floors FOLDER`.
//!
//! `/bytes/{n}` a fixed text, `/argon2` one password, `/bare` a list of fifty rows with session and
//! query, `/glue` the same through the framework's router, metadata and one blocking resource.

mod page;
mod world;

use std::{env, error::Error, path::PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse},
    routing::get,
};
use leptos::prelude::provide_context;
use tokio::{net::TcpListener, task::spawn_blocking};

use self::{
    page::{Lines, bare, glue_document},
    world::World,
};

/// The parameters that OWASP's password storage cheat sheet names first.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // What futures inside of pages run on; fails only if somebody else has set it before.
    any_spawner::Executor::init_tokio()?;
    let folder = env::args_os().nth(1).ok_or("usage: floors FOLDER")?;
    let world = World::create(&PathBuf::from(folder)).await?;
    let app = Router::new()
        .route("/bytes/{count}", get(bytes))
        .route("/argon2", get(one_password))
        .route("/bare", get(bare_page))
        .route("/glue", get(glue_page))
        .with_state(world);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn bytes(Path(count): Path<usize>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], Bytes::from(vec![b' '; count.min(1 << 20)]))
}

async fn one_password() -> Result<&'static str, StatusCode> {
    let hashed = spawn_blocking(|| {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
        let mut hash = [0; 32];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(b"copper kettle on a slow tram", &[7; 16], &mut hash)?;
        Ok::<_, argon2::Error>(hash)
    });
    match hashed.await {
        Ok(Ok(_)) => Ok("hashed\n"),
        _ => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

async fn bare_page(State(world): State<World>) -> Result<Html<String>, StatusCode> {
    let Lines(lines) = world.lines().await.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Html(bare(lines)))
}

async fn glue_page(
    State(world): State<World>,
    request: axum::extract::Request,
) -> impl IntoResponse {
    let context = move || provide_context(world.clone());
    leptos_axum::render_app_async_with_context(context, glue_document)(request).await
}
