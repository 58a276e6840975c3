//! Stands between a server and PostgreSQL and counts the statements on the wire: messages `Execute` of the extended protocol. What
//! frames them (BEGIN, COMMIT, SET, the pool's question) goes by the simple protocol and is not counted.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// The type byte of `Execute`.
const EXECUTE: u8 = b'E';
/// The code of a request for TLS, which the server answers with one byte.
const TLS_REQUEST: [u8; 4] = 80_877_103_u32.to_be_bytes();

/// The proxy; it listens until the program ends.
pub(crate) struct Proxy {
    port: u16,
    statements: Arc<AtomicU64>,
}

impl Proxy {
    pub(crate) async fn start(server: String) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let statements = Arc::new(AtomicU64::new(0));
        let counter = statements.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(upstream) = TcpStream::connect(&server).await else { continue };
                // A message that waits for the answer to the one before would make every statement 40 ms long.
                let quick = client.set_nodelay(true).and_then(|()| upstream.set_nodelay(true));
                if quick.is_err() {
                    continue;
                }
                let ((from_client, mut to_client), (mut from_server, to_server)) =
                    (client.into_split(), upstream.into_split());
                // A session that ends ends its two tasks.
                tokio::spawn(forward(from_client, to_server, counter.clone()));
                tokio::spawn(async move { copy(&mut from_server, &mut to_client).await });
            }
        });
        Ok(Self { port, statements })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How many statements went by.
    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::SeqCst)
    }
}

/// Passes the client's messages on, one by one.
async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, counter: Arc<AtomicU64>) -> std::io::Result<()> {
    // The first messages have no type: requests for TLS, then the start.
    loop {
        let message = body(&mut from).await?;
        to.write_all(&message).await?;
        if message.get(4..8) != Some(&TLS_REQUEST) {
            break;
        }
    }
    loop {
        let kind = from.read_u8().await?;
        let message = body(&mut from).await?;
        if kind == EXECUTE {
            counter.fetch_add(1, Ordering::SeqCst);
        }
        to.write_all(&[&[kind], message.as_slice()].concat()).await?;
    }
}

/// Length and content of a message.
async fn body(from: &mut OwnedReadHalf) -> std::io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let mut message = vec![0; usize::try_from(length).unwrap_or(4).max(4)];
    message[..4].copy_from_slice(&length.to_be_bytes());
    from.read_exact(&mut message[4..]).await?;
    Ok(message)
}
