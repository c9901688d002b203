import HTTPMessages
package import Network

/// The networks that a server has loaded, by name. Another set may take their place while requests run on the first.
package final class NetworkStore: Sendable {
  private let networks: Lock<[String: Network]>
  /// What the networks have done.
  package let statistics = NetworkStatistics()

  /// A store of networks.
  package init(_ networks: [String: Network] = [:]) { self.networks = Lock(networks) }

  /// Replaces all networks.
  package func replace(_ networks: [String: Network]) { self.networks.withLock { $0 = networks } }

  /// The names, in order.
  package var names: [String] { networks.withLock { $0.keys.sorted() } }

  /// What the Open Inference Protocol calls them.
  package var models: [String] { names.map { NamedNetwork.prefix + $0 } }

  /// The network that the Open Inference Protocol calls so.
  package func model(_ model: String) -> NamedNetwork? {
    model.hasPrefix(NamedNetwork.prefix) ? known(String(model.dropFirst(NamedNetwork.prefix.count))) : nil
  }

  /// The network of a name.
  package func known(_ name: String) -> NamedNetwork? {
    networks.withLock { $0[name] }.map { NamedNetwork(name: name, network: $0, statistics: statistics) }
  }

  /// The network of a name, or 404.
  package func named(_ name: String) throws(Problem) -> NamedNetwork {
    if let network = known(name) { return network }
    let names = names
    let advice =
      nearestName(to: name, among: names).map { "did you mean \($0)?" }
      ?? (names.isEmpty ? "none is loaded (setting networks)" : "GET /v1/networks lists what there is")
    throw Problem(.notFound, "there is no network \(quoted(name)); \(advice)")
  }
}
