import CMicroHTTPD
import Dispatch
import Glibc
import HTTPMessages

/// Keeps a socket open for a while after its answer, and throws away what still arrives.
///
/// RFC 9112 §9.6 — a server that closes with unread bytes makes the kernel reset the connection, and the reset can
/// destroy the answer (413, say) before the client has read it. libmicrohttpd does not wait, so a second descriptor
/// of the same socket does.
///
/// A plain loop over `poll`, not Dispatch's sources: libdispatch 6.3 on Linux traps when a source is cancelled while its
/// peer hangs up, and clients choose when they do that.
final class LingeringClose: Sendable {
  private struct Socket: Sendable {
    let descriptor: Int32
    let end: ContinuousClock.Instant
  }

  private struct State: Sendable {
    var sockets: [Socket] = []
    var isWatched = false
    var isOver = false
  }

  private static let longest = Duration.seconds(10)
  private static let most = 128
  /// Read in one go before other sockets get their turn.
  private static let readsPerTurn = 16
  /// How soon a socket that was adopted while others are waited for is looked at, in milliseconds.
  private static let pause: Int32 = 100

  private let queue = DispatchQueue(label: "focald.linger")
  private let state = Lock(State())

  /// Lets a socket linger; without room for one more, its owner's close is the end of it.
  func adopt(_ socket: Int32) {
    let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return }
    let (isTaken, isFirst) = state.withLock { state in
      guard state.sockets.count < LingeringClose.most, !state.isOver else { return (false, false) }
      state.sockets.append(Socket(descriptor: copy, end: .now.advanced(by: LingeringClose.longest)))
      defer { state.isWatched = true }
      return (true, !state.isWatched)
    }
    if !isTaken { close(copy) }
    if isFirst { queue.async { [self] in watch() } }
  }

  /// Closes all, within a moment.
  func endAll() { state.withLock { $0.isOver = true } }

  /// On the queue: until none is left.
  private func watch() {
    while let sockets = remaining() {
      var places = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      poll(&places, nfds_t(places.count), LingeringClose.pause)
      let now = ContinuousClock.now
      for (socket, place) in zip(sockets, places) {
        if socket.end <= now || place.revents != 0 && LingeringClose.isAtEnd(socket.descriptor) { end(socket) }
      }
    }
  }

  /// Those to be watched; nil: none, and the next one begins anew.
  private func remaining() -> [Socket]? {
    state.withLock { state in
      guard state.isOver || state.sockets.isEmpty else { return state.sockets }
      for socket in state.sockets { close(socket.descriptor) }
      state.sockets = []
      state.isWatched = false
      return nil
    }
  }

  private func end(_ socket: Socket) {
    state.withLock { state in state.sockets.removeAll { $0.descriptor == socket.descriptor } }
    // Its number is used again from here on, and no longer in the list.
    close(socket.descriptor)
  }

  /// Reads what is there; true when nothing will follow.
  private static func isAtEnd(_ socket: Int32) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { scratch in
      for _ in 0..<readsPerTurn {
        let count = recv(socket, scratch.baseAddress, scratch.count, shim_msg_dontwait)
        if count == 0 { return true }
        if count < 0 { return errno != EAGAIN && errno != EINTR }
      }
      return false
    }
  }
}
