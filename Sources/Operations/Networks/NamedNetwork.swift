import HTTPMessages
package import Network

/// A network with the name that it is asked by.
package struct NamedNetwork: Sendable {
  package let name: String
  package let network: Network
  package let statistics: NetworkStatistics

  /// A network under a name.
  package init(name: String, network: Network, statistics: NetworkStatistics) {
    (self.name, self.network, self.statistics) = (name, network, statistics)
  }

  static let prefix = "networks."

  /// What the Open Inference Protocol calls it.
  package var model: String { Self.prefix + name }
}
