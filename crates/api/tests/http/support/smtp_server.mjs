// A mail server for tests (npm's smtp-server) that does as it is told.
//
// Its one argument is JSON: { key, cert, secure, user, password, behaviours }. Each message in turn meets the next of
// the behaviours, the last one again and again:
//   "accept"   takes it;
//   "slow"     takes it after two seconds;
//   "450" …    refuses the recipient with this code;
//   "drop"     breaks the connection off in the middle of the message;
//   "hold"     takes it, and never says so.
// It writes a line of JSON for its port, and one for each message that it has got whole.

import { SMTPServer } from 'smtp-server'

const { key, cert, secure, user, password, behaviours } = JSON.parse(process.argv[2])
let next = 0
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const refusal = (code) => Object.assign(new Error(`Told to refuse this with ${code}`), { responseCode: code })

const server = new SMTPServer({
  key,
  cert,
  secure,
  authOptional: !user,
  disabledCommands: user ? [] : ['AUTH'],
  onAuth: (auth, session, done) =>
    auth.username === user && auth.password === password ? done(null, { user }) : done(refusal(535)),
  onRcptTo(address, session, done) {
    session.behaviour = behaviours[Math.min(next, behaviours.length - 1)]
    next += 1
    const code = Number(session.behaviour)
    done(code ? refusal(code) : null)
  },
  onData(stream, session, done) {
    const { behaviour } = session
    const chunks = []
    stream.on('data', (chunk) => {
      chunks.push(chunk)
    })
    if (behaviour === 'drop') {
      stream.once('data', () => {
        for (const connection of server.connections) connection._socket.destroy()
      })
    }
    stream.on('end', () => {
      if (behaviour === 'drop') return
      const raw = Buffer.concat(chunks).toString()
      const files = [...raw.matchAll(/Content-Transfer-Encoding: base64\r\n(?:[^\r].*\r\n)*\r\n([\s\S]*?)\r\n--/g)]
      say({
        raw,
        to: session.envelope.rcptTo.map(({ address }) => address),
        from: session.envelope.mailFrom.address,
        secure: session.secure,
        user: session.user ?? null,
        files: files.map(([, encoded]) => Buffer.from(encoded, 'base64').toString())
      })
      if (behaviour === 'hold') return
      setTimeout(done, behaviour === 'slow' ? 2000 : 0)
    })
  }
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }))
process.stdin.resume()
process.stdin.on('end', () => process.exit())
