import HTTPMessages

/// Which path is answered by what.
enum Routes {
  /// Where operations are asked; which there are, `Operations` says.
  static let operation = "/v1/{family}/{name}"

  static func router(
    _ configuration: ServiceConfiguration, _ metrics: Metrics, _ isDraining: @escaping @Sendable () -> Bool
  ) -> Router<Endpoint> {
    var router = Router<Endpoint>()
    addHealth(to: &router, isDraining)
    router.add(
      .get, "/metrics",
      Endpoint(.immediate) { _, _ in .text(metrics.exposition(), type: "text/plain; version=0.0.4; charset=utf-8") })
    addDocuments(to: &router, BodyCoding(configuration))
    addOperations(to: &router, configuration)
    OpenInferenceRoutes(configuration, isDraining).add(to: &router)
    return router
  }

  private static func addHealth(to router: inout Router<Endpoint>, _ isDraining: @escaping @Sendable () -> Bool) {
    router.add(.get, "/livez", Endpoint(.immediate) { _, _ in Health.live })
    router.add(.get, "/readyz", Endpoint(.immediate) { _, _ in Health.ready(isDraining: isDraining()) })
    router.add(.get, "/healthz", Endpoint(.immediate) { _, _ in Health.summary(isDraining: isDraining()) })
  }

  private static func addDocuments(to router: inout Router<Endpoint>, _ coding: BodyCoding) {
    router.add(.get, "/", Endpoint { _, _ in .json(Catalogue.index, style: .pretty) })
    router.add(
      .get, "/openapi.yaml",
      Endpoint { _, _ in .text(OpenAPIDocument.yaml, type: "application/yaml") }.compressed(coding))
    router.add(
      .get, "/openapi.json",
      Endpoint { _, _ throws(Problem) in .json(try OpenAPIDocument.json()) }.compressed(coding))
  }

  private static func addOperations(to router: inout Router<Endpoint>, _ configuration: ServiceConfiguration) {
    let coding = BodyCoding(configuration)
    router.add(.get, "/v1/operations", Endpoint { _, _ in .json(Catalogue.all) }.compressed(coding))
    router.add(
      .get, "/v1/operations/{operation}",
      Endpoint { _, variables throws(Problem) in try Catalogue.entry(named: variables["operation"] ?? "") })
    router.add(
      .post, operation,
      Endpoint { request, variables throws(Problem) in
        let id = "\(variables["family"] ?? "").\(variables["name"] ?? "")"
        return try OperationEndpoint(configuration).respond(to: request, operation: id)
      }.compressed(coding))
  }
}
