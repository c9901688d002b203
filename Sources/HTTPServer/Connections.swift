import CMicroHTTPD
import Glibc
import HTTPMessages

/// The open connections of a server: who has how many, and which are idle.
///
/// At a limit the connection that has been idle longest is ended for the new one: slow or forgotten clients shut no one
/// out, and a request at work is never cut off.
final class Connections: Sendable {
  private struct Entry: Sendable {
    let address: IPAddress?
    /// What it has begun with; it must live as long as the connection.
    let credentials: TLSCredentials?
    /// Who is at the other end; nil until the first request.
    var peer: HTTPPeer?
    /// When it became idle, as a number that grows; nil: a request is at work.
    var idleSince: UInt64?
  }

  private struct State: Sendable {
    var entries = SocketTable<Entry>()
    var counts: [IPAddress: Int] = [:]
    var clock: UInt64 = 0
  }

  /// Of all connections; and of those from one address.
  let limit: Int
  private let clientLimit: Int
  private let state = Lock(State())
  /// Looked at for the one that is idle longest: a choice among so many takes some 50 µs.
  private static let sample = 4096

  init(limit: Int, clientLimit: Int) {
    self.limit = limit
    self.clientLimit = clientLimit
  }

  /// How many are open.
  var count: Int { state.withLock { $0.entries.count } }

  /// A connection has begun, of one client's or, without an address, of no one's in particular. False: its client has too
  /// many, all at work; it must end.
  func open(_ socket: Int32, from address: IPAddress?, with credentials: TLSCredentials? = nil) -> Bool {
    state.withLock { state in
      let isWithin = makeRoom(for: address, &state)
      state.clock += 1
      state.entries.set(Entry(address: address, credentials: credentials, idleSince: state.clock), at: socket)
      if let address { state.counts[address, default: 0] += 1 }
      return isWithin
    }
  }

  /// A request's head has arrived. Who has sent it, if that has been noted.
  func began(_ socket: Int32) -> HTTPPeer? {
    state.withLock { state in
      state.entries.update(at: socket) { entry in
        entry.idleSince = nil
        return entry.peer
      } ?? nil
    }
  }

  /// Notes who is at the other end.
  func note(_ peer: HTTPPeer, at socket: Int32) {
    _ = state.withLock { $0.entries.update(at: socket) { $0.peer = peer } }
  }

  /// Its answer is sent.
  func ended(_ socket: Int32) {
    state.withLock { state in
      state.clock += 1
      let clock = state.clock
      state.entries.update(at: socket) { $0.idleSince = clock }
    }
  }

  /// The connection is about to be closed; its socket's number will be used again.
  func close(_ socket: Int32) {
    state.withLock { state in
      guard let entry = state.entries.remove(at: socket), let address = entry.address else { return }
      let left = (state.counts[address] ?? 1) - 1
      state.counts[address] = left > 0 ? left : nil
    }
  }

  /// Ends an idle connection where a limit is reached: of the same client, or of any.
  private func makeRoom(for address: IPAddress?, _ state: inout State) -> Bool {
    if let address, state.counts[address, default: 0] >= clientLimit {
      return endIdlest(&state) { $0.address == address }
    }
    if state.entries.count >= limit { _ = endIdlest(&state) { _ in true } }
    return true
  }

  /// Shuts the connection that has been idle longest; libmicrohttpd then closes it. Under the lock, so that its number
  /// still means it.
  private func endIdlest(_ state: inout State, where belongs: (Entry) -> Bool) -> Bool {
    var idlest: (socket: Int32, since: UInt64)?
    // From another one each time, so that none is always out of sight.
    state.entries.visit(atMost: Self.sample, from: state.clock) { socket, entry in
      guard belongs(entry), let since = entry.idleSince, since < idlest?.since ?? .max else { return }
      idlest = (socket, since)
    }
    guard let socket = idlest?.socket else { return false }
    // Counted as at work, so that no one else chooses it.
    state.entries.update(at: socket) { $0.idleSince = nil }
    shutdown(socket, Int32(SHUT_RDWR))
    return true
  }
}
