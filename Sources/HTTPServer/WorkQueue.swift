import DequeModule
import HTTPMessages

/// Exchanges that wait, in turn by client: who has many waiting gets one of them done before each one of another's.
struct WorkQueue: Sendable {
  /// Clients with something waiting, the next one first.
  private var clients: Deque<HTTPClient.Identity> = []
  private var waiting: [HTTPClient.Identity: Deque<Exchange>] = [:]
  private(set) var count = 0

  mutating func append(_ exchange: Exchange) {
    if waiting[exchange.client] == nil { clients.append(exchange.client) }
    waiting[exchange.client, default: []].append(exchange)
    count += 1
  }

  /// The first of the client whose turn it is.
  mutating func popFirst() -> Exchange? {
    guard let client = clients.popFirst() else { return nil }
    let exchange = waiting[client]?.popFirst()
    if waiting[client]?.isEmpty == true { waiting[client] = nil } else { clients.append(client) }
    count -= exchange == nil ? 0 : 1
    return exchange
  }

  /// How many of that client wait.
  func count(of client: HTTPClient.Identity) -> Int { waiting[client]?.count ?? 0 }

  /// The client with the most.
  var largest: (client: HTTPClient.Identity, count: Int)? {
    waiting.max { $0.value.count < $1.value.count }.map { ($0.key, $0.value.count) }
  }

  /// Takes the last one of a client.
  mutating func popLast(of client: HTTPClient.Identity) -> Exchange? {
    guard let exchange = waiting[client]?.popLast() else { return nil }
    forget(client)
    return exchange
  }

  /// Takes one out; false: it does not wait.
  mutating func remove(_ exchange: Exchange) -> Bool {
    guard let index = waiting[exchange.client]?.firstIndex(where: { $0 === exchange }) else { return false }
    waiting[exchange.client]?.remove(at: index)
    forget(exchange.client)
    return true
  }

  private mutating func forget(_ client: HTTPClient.Identity) {
    count -= 1
    guard waiting[client]?.isEmpty == true else { return }
    waiting[client] = nil
    clients.removeAll { $0 == client }
  }
}
