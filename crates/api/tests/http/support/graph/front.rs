//! What stands before the stand-in: TLS with a certificate made here, and a proxy by which alone it is reached.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

/// A front, for as long as the test runs.
pub(crate) struct Front {
    /// Where it is, by TLS.
    pub(crate) url: String,
    /// Where the proxy is.
    pub(crate) proxy: String,
    /// Who has to be trusted.
    pub(crate) certificate: String,
    through_proxy: Arc<AtomicU32>,
    _runtime: Runtime,
}

impl Front {
    /// Before something that listens at an address of this machine.
    pub(crate) fn before(address: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let runtime = Runtime::new().unwrap();
        let listen = || runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let (front, proxy) = (listen(), listen());
        let port = |listener: &TcpListener| listener.local_addr().unwrap().port();
        let url = format!("https://localhost:{}", port(&front));
        let proxy_url = format!("http://127.0.0.1:{}", port(&proxy));
        let behind = address.to_owned();
        runtime.spawn(async move {
            while let Ok((connection, _)) = front.accept().await {
                let (acceptor, behind) = (acceptor.clone(), behind.clone());
                tokio::spawn(async move {
                    // Who does not trust the certificate goes away.
                    let Ok(mut connection) = acceptor.accept(connection).await else { return };
                    let mut behind = TcpStream::connect(behind).await.unwrap();
                    let _ = copy_bidirectional(&mut connection, &mut behind).await;
                });
            }
        });
        let through_proxy = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&through_proxy);
        runtime.spawn(async move {
            while let Ok((connection, _)) = proxy.accept().await {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(tunnel(connection));
            }
        });
        let certificate = made.cert.pem();
        Self { url, proxy: proxy_url, certificate, through_proxy, _runtime: runtime }
    }

    /// How many connections went through the proxy.
    pub(crate) fn through_proxy(&self) -> u32 {
        self.through_proxy.load(Ordering::Relaxed)
    }
}

/// `CONNECT host:port`, and then whatever is said.
async fn tunnel(mut connection: TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.strip_prefix("CONNECT ").unwrap().split(' ').next().unwrap();
    let mut behind = TcpStream::connect(target).await.unwrap();
    connection.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut connection, &mut behind).await;
}
