import HTTPMessages
import Operations

/// Which path is answered by what.
enum Routes {
  /// Where an operation would be asked, if there were one of that name.
  static let unknownOperation = "/v1/{family}/{name}"
  /// The paths of operations' other names, which the contract has in their descriptions.
  static let namesakes = Registry.namesakes.map(\.operation.declaration.path)

  static func router(
    _ configuration: ServiceConfiguration, _ metrics: Metrics, _ isDraining: @escaping @Sendable () -> Bool
  ) -> Router<Endpoint> {
    var router = Router<Endpoint>()
    addHealth(to: &router, Health(start: .now, isDraining: isDraining))
    router.add(
      .get, "/metrics",
      Endpoint(.immediate) { request, _ in
        let format = ExpositionFormat(accepting: request.head.headers.values(of: "Accept"))
        var response = HTTPResponse.text(metrics.exposition(format), type: format.contentType)
        response.headers["Vary"] = "Accept"
        return response
      }.behind(.scope("metrics")))
    addDocuments(to: &router, BodyCoding(configuration))
    addOperations(to: &router, configuration)
    NetworkRoutes.add(to: &router, configuration)
    FigureRoutes.add(to: &router, configuration)
    OpenInferenceRoutes(configuration, metrics.inferences, isDraining).add(to: &router)
    return router
  }

  private static func addHealth(to router: inout Router<Endpoint>, _ health: Health) {
    router.add(.get, "/livez", Endpoint(.immediate) { _, _ in health.live }.behind(.open))
    router.add(.get, "/readyz", Endpoint(.immediate) { _, _ in health.ready }.behind(.open))
    router.add(.get, "/healthz", Endpoint(.immediate) { _, _ in health.summary })
  }

  private static func addDocuments(to router: inout Router<Endpoint>, _ coding: BodyCoding) {
    router.add(
      .get, "/openapi.json",
      Endpoint { _, _ throws(Problem) in try OpenAPIDocument.json() }.document(coding))
    router.add(
      .get, "/v1/operations/{operation}",
      Endpoint { _, variables throws(Problem) in
        try Catalogue.entry(named: variables["operation"] ?? "")
      }.document(coding))
    PageRoutes.add(to: &router, coding)
  }

  private static func addOperations(to router: inout Router<Endpoint>, _ configuration: ServiceConfiguration) {
    let coding = BodyCoding(configuration)
    for operation in Registry.all + Registry.namesakes.map(\.operation) {
      let endpoint = OperationEndpoint(operation: operation, configuration: configuration)
      var route = Endpoint(operation.isLinear ? .linear : .work) { request, _ throws(Problem) in
        try endpoint.respond(to: request)
      }
      let id = operation.declaration.id
      route.model = { _ in id }
      route.door = .scope(operation.declaration.family)
      route.makesMuchOfLittle = operation.declaration.path.hasPrefix("/v1/anchors/")
      router.add(.post, operation.declaration.path, route.compressed(coding))
    }
    let comparison = ComparisonEndpoint(configuration: configuration)
    var compare = Endpoint { request, variables throws(Problem) in
      try comparison.respond(to: request, "\(variables["family"] ?? "").\(variables["name"] ?? "")")
    }.behind(.family)
    compare.makesMuchOfLittle = true
    compare.quotaCost = ComparisonEndpoint.leastProfiles
    compare.model = { variables in
      let id = "\(variables["family"] ?? "").\(variables["name"] ?? "")"
      return Registry.named(id) == nil ? nil : id
    }
    router.add(.post, ComparisonEndpoint.template, compare.compressed(coding))
    router.add(
      .post, unknownOperation,
      Endpoint { _, variables throws(Problem) in
        throw Registry.unknown("\(variables["family"] ?? "").\(variables["name"] ?? "")")
      })
  }
}
