// Dispatch's sources are thread-safe, and not marked so.
@preconcurrency import Dispatch
import CMicroHTTPD
import Glibc
import HTTPMessages

/// Keeps a socket open for a while after its answer, and throws away what still arrives.
///
/// RFC 9112 §9.6 — a server that closes with unread bytes makes the kernel reset the connection, and the reset can
/// destroy the answer (413, say) before the client has read it. libmicrohttpd does not wait, so a second descriptor
/// of the same socket does.
final class LingeringClose: Sendable {
  private static let longest = DispatchTimeInterval.seconds(10)
  private static let most = 128
  /// Read in one go before other sockets get their turn.
  private static let readsPerTurn = 16

  private let queue = DispatchQueue(label: "focald.linger")
  private struct State: Sendable {
    var sources: [Int: any DispatchSourceRead] = [:]
    /// Socket numbers are used again; these are not.
    var lastKey = 0
  }

  private let state = Lock(State())

  /// Lets a socket linger; without room for one more, its owner's close is the end of it.
  func adopt(_ socket: Int32) {
    let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: copy, queue: queue)
    source.setCancelHandler { close(copy) }
    guard let key = register(source) else {
      source.activate()
      return source.cancel()
    }
    source.setEventHandler { [weak self] in
      if LingeringClose.isAtEnd(copy) { self?.end(key) }
    }
    source.activate()
    queue.asyncAfter(deadline: .now() + LingeringClose.longest) { [weak self] in self?.end(key) }
  }

  /// Closes all.
  func endAll() {
    let open = state.withLock { state in
      defer { state.sources = [:] }
      return Array(state.sources.values)
    }
    for source in open { source.cancel() }
  }

  private func register(_ source: any DispatchSourceRead) -> Int? {
    state.withLock { state in
      guard state.sources.count < LingeringClose.most else { return nil }
      state.lastKey += 1
      state.sources[state.lastKey] = source
      return state.lastKey
    }
  }

  private func end(_ key: Int) {
    state.withLock { $0.sources.removeValue(forKey: key) }?.cancel()
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
