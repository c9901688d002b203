import Glibc
import HTTPMessages
import Testing

@testable import HTTPServer

/// Which connection goes. Sockets are pairs: the ended one is at its end for the other side.
@Suite struct ConnectionsTests {
  private final class Client {
    private(set) var ends: [Int32] = [-1, -1]
    init() { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends) }
    deinit { for end in ends { close(end) } }
    var socket: Int32 { ends[1] }
    var isEnded: Bool {
      var byte: UInt8 = 0
      return recv(ends[0], &byte, 1, 0) == 0
    }
  }

  private func address(_ last: UInt8) -> IPAddress? { IPAddress("192.0.2.\(last)") }

  @Test func limit_EndsTheOneThatIsIdleLongest() {
    let (connections, clients) = (Connections(limit: 3, clientLimit: 9), (0..<4).map { _ in Client() })
    for client in clients[..<3] { #expect(connections.open(client.socket, from: address(1))) }
    // The first has worked since: the second is idle longest.
    _ = connections.began(clients[0].socket)
    connections.ended(clients[0].socket)
    #expect(connections.open(clients[3].socket, from: address(1)))
    #expect(clients.map(\.isEnded) == [false, true, false, false])
  }

  @Test func work_IsNeverEnded() {
    let (connections, clients) = (Connections(limit: 2, clientLimit: 2), (0..<4).map { _ in Client() })
    for client in clients[..<2] {
      #expect(connections.open(client.socket, from: address(1)))
      _ = connections.began(client.socket)
    }
    #expect(!connections.open(clients[2].socket, from: address(1)))
    // Another client is within its limit; libmicrohttpd's own limit decides whether it waits.
    #expect(connections.open(clients[3].socket, from: address(2)))
    #expect([0, 1, 3].allSatisfy { !clients[$0].isEnded })
  }

  @Test func clientLimit_EndsTheClientsOwn() {
    let (connections, clients) = (Connections(limit: 9, clientLimit: 2), (0..<4).map { _ in Client() })
    for (client, owner) in zip(clients, [2, 1, 1, 1] as [UInt8]) {
      #expect(connections.open(client.socket, from: address(owner)))
    }
    #expect(clients.map(\.isEnded) == [false, true, false, false])
    #expect(connections.count == 4)
    for client in clients { connections.close(client.socket) }
    #expect(connections.count == 0)
  }

  @Test func addresses_OfUnixSocketsHaveNoLimit() {
    let (connections, clients) = (Connections(limit: 9, clientLimit: 1), (0..<3).map { _ in Client() })
    for client in clients { #expect(connections.open(client.socket, from: nil)) }
    #expect(clients.allSatisfy { !$0.isEnded })
  }
}
