import HTTPMessages
import JSON
import Operations

/// The paths of the Open Inference Protocol v2.
struct OpenInferenceRoutes: Sendable {
  let configuration: ServiceConfiguration
  let isDraining: @Sendable () -> Bool
  private let statistics: InferenceStatistics
  private let regions: SharedMemoryRegions?

  init(
    _ configuration: ServiceConfiguration, _ statistics: InferenceStatistics,
    _ isDraining: @escaping @Sendable () -> Bool
  ) {
    self.statistics = statistics
    self.configuration = configuration
    self.isDraining = isDraining
    regions = configuration.allowsSharedMemory ? SharedMemoryRegions() : nil
  }

  func add(to router: inout Router<Endpoint>) {
    addServer(to: &router)
    // Before the templates below, which would take «stats» for a model.
    router.add(
      .get, "/v2/models/stats",
      Endpoint { [statistics, networks = configuration.networks] _, _ in
        .json(statistics.json(of: OpenInferenceModel.names(networks)))
      })
    addModels(to: &router, "/v2/models/{model}")
    addModels(to: &router, "/v2/models/{model}/versions/{version}")
    addUnsupported(to: &router)
    SharedMemoryEndpoints(regions: regions).add(to: &router)
  }

  private func addServer(to router: inout Router<Endpoint>) {
    router.add(.get, "/v2", Endpoint { [server] _, _ in .json(server) })
    router.add(
      .get, "/v2/health/live",
      Endpoint(.immediate) { _, _ in .json(["live": true] as JSONValue) }.behind(.open))
    router.add(
      .get, "/v2/health/ready",
      Endpoint(.immediate) { [isDraining] _, _ in
        let isReady = !isDraining()
        return .json(["ready": .bool(isReady)] as JSONValue, status: isReady ? .ok : .badRequest)
      }.behind(.open))
    router.add(
      .get, "/v2/models", Endpoint { [networks = configuration.networks] _, _ in .json(Self.models(networks)) })
    router.add(
      .post, "/v2/repository/index",
      Endpoint { [networks = configuration.networks] _, _ in .json(Self.repositoryIndex(networks)) })
  }

  private func addModels(to router: inout Router<Endpoint>, _ path: String) {
    router.add(.get, path, model { .json($0.metadata) })
    router.add(
      .get, path + "/ready",
      model { [isDraining] model in
        let isReady = !isDraining()
        return .json(
          ["name": .string(model.id), "ready": .bool(isReady)] as JSONValue, status: isReady ? .ok : .badRequest)
      })
    router.add(.get, path + "/config", model { .json($0.configuration) })
    router.add(.get, path + "/stats", model { [statistics] in .json(statistics.json(of: [$0.id])) })
    let endpoint = InferenceEndpoint(configuration: configuration, statistics: statistics, regions: regions)
    var infer = Endpoint { request, variables throws(Problem) in
      try endpoint.respond(to: request, model: variables["model"] ?? "", version: variables["version"])
    }.compressed(BodyCoding(inference: configuration)).behind(.familyOfModel)
    infer.model = { [networks = configuration.networks] variables in
      guard let name = variables["model"] else { return nil }
      return Registry.named(name) != nil || networks.model(name) != nil ? name : nil
    }
    router.add(.post, path + "/infer", infer)
  }

  private func model(_ answer: @escaping @Sendable (OpenInferenceModel) -> HTTPResponse) -> Endpoint {
    Endpoint { [networks = configuration.networks] _, variables throws(Problem) in
      answer(try OpenInferenceModel(variables["model"] ?? "", version: variables["version"], among: networks))
    }
  }

  /// Parts of the protocol's extensions that a server without a model store or GPU has no use for.
  private func addUnsupported(to router: inout Router<Endpoint>) {
    for action in ["load", "unload"] {
      router.add(
        .post, "/v2/repository/models/{model}/\(action)",
        Endpoint { _, _ throws(Problem) in
          throw Problem(.malformedRequest, "models are part of the program: explicit load and unload are not supported")
        })
    }
  }

  private var server: JSONValue {
    let extensions = [
      "binary_tensor_data", "model_configuration", "model_repository", "parameters", "statistics",
    ]
    return [
      "name": "focald", "version": .string(BuildInformation.version),
      "extensions": .array((extensions + (regions == nil ? [] : ["system_shared_memory"])).map(JSONValue.string)),
    ]
  }

  private static func models(_ networks: NetworkStore) -> JSONValue {
    ["models": .array(OpenInferenceModel.names(networks).map(JSONValue.string))]
  }

  private static func repositoryIndex(_ networks: NetworkStore) -> JSONValue {
    .array(
      OpenInferenceModel.names(networks).map {
        [
          "name": .string($0), "version": .string(OpenInferenceModel.version), "state": "READY",
          "reason": "",
        ]
      })
  }
}
