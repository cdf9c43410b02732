//! Accepting connections, and ending them: what `axum::serve` does, but for a client that sends the head of its
//! request a byte at a time, or never, and for connections that are left over when the program ends.

use std::{io, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower::ServiceExt as _;

/// How long to wait when no connection can be accepted: there are too many open already.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Serves until it is told to stop and all requests that had come are answered. Dropped, it gives them up.
///
/// The head of a request may take so long, and for so long a connection is kept that asks nothing.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    head_timeout: Duration,
    stop: impl Future<Output = ()>,
) {
    let (close, closing) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let (router, closing) = (router.clone(), closing.clone());
                    connections.spawn(connection(stream, peer, router, head_timeout, closing));
                }
                Err(error) => refused(&error).await,
            },
            // Whatever became of one that has ended: the others go on.
            Some(_) = connections.join_next() => {}
            () = &mut stop => break,
        }
    }
    drop(listener);
    close.send_replace(true);
    while connections.join_next().await.is_some() {}
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head_timeout: Duration,
    mut closing: watch::Receiver<bool>,
) {
    // Events of a job are small, and are not to wait for more.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(served);
    // That a client sends nonsense, or has gone, is its own affair.
    tokio::select! {
        _ = served.as_mut() => return,
        _ = closing.wait_for(|closing| *closing) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = served.await;
}

/// A client that has gone already is nothing; of everything else there may be more at once.
async fn refused(error: &io::Error) {
    let of_client = [
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
    ];
    if !of_client.contains(&error.kind()) {
        tracing::error!(%error, "no connection can be accepted");
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}
