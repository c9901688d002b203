import HTTPMessages
import Operations

/// The paths of networks.
enum NetworkRoutes {
  /// What a key must be good for.
  static let scope = "networks"

  static func add(to router: inout Router<Endpoint>, _ configuration: ServiceConfiguration) {
    let networks = configuration.networks
    router.add(.get, "/v1/networks", Endpoint { _, _ in .json(NetworkList.all(networks)) })
    for verb in NetworkVerb.allCases {
      let endpoint = NetworkEndpoint(networks: networks, verb: verb, configuration: configuration)
      var route = Endpoint { request, variables throws(Problem) in
        try endpoint.respond(to: request, network: variables["network"] ?? "")
      }
      route.door = .scope(scope)
      route.makesMuchOfLittle = true
      route.model = { variables in variables["network"].flatMap(networks.known)?.model }
      router.add(.post, "/v1/networks/{network}/\(verb.rawValue)", route.compressed(BodyCoding(configuration)))
    }
  }
}
