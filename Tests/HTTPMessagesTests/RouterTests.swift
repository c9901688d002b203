import HTTPMessages
import Testing

@Suite struct RouterTests {
  private let router: Router<String> = {
    var router = Router<String>()
    router.add(.get, "/", "root")
    router.add(.post, "/v1/losses/special", "special")
    router.add(.post, "/v1/{family}/{name}", "operation")
    router.add(.post, "/{version}/{family}/{name}", "shadowed")
    router.add(.post, "/v1/losses/late", "late")
    router.add(.get, "/v1/operations", "list")
    router.add(.get, "/both", "get")
    router.add(.post, "/both", "post")
    return router
  }()

  private func endpoint(_ method: HTTPMethod, _ path: String) -> String? {
    guard case .found(let endpoint, _, _) = router.match(method, path) else { return nil }
    return endpoint
  }

  private func allowed(_ method: HTTPMethod, _ path: String) -> [HTTPMethod]? {
    guard case .methodNotAllowed(_, let allowed) = router.match(method, path) else { return nil }
    return allowed
  }

  @Test func variables_AreNamed() {
    guard case .found(let endpoint, let template, let variables) = router.match(.post, "/v1/losses/focal")
    else {
      Issue.record("not found")
      return
    }
    #expect(endpoint == "operation")
    #expect(template == "/v1/{family}/{name}")
    #expect(variables == ["family": "losses", "name": "focal"])
  }

  @Test func trailingSlash_FindsItsRoute() {
    #expect(endpoint(.post, "/v1/losses/special/") == "special")
    #expect(endpoint(.post, "/v1/losses/focal/") == "operation")
    #expect(endpoint(.get, "/v1/operations/") == "list")
    #expect(endpoint(.get, "/") == "root")
    #expect(allowed(.get, "/v1/losses/special/") == [.post, .options])
    for path in ["//", "/v1/operations//", "/v1//operations", "", "/elsewhere/"] {
      #expect(endpoint(.get, path) == nil)
    }
  }

  @Test func templateWithoutVariables_Wins() {
    #expect(endpoint(.post, "/v1/losses/special") == "special")
    #expect(endpoint(.post, "/v1/losses/late") == "late")
  }

  @Test func firstTemplateWithVariables_Wins() {
    #expect(endpoint(.post, "/v1/losses/other") == "operation")
    #expect(endpoint(.post, "/v2/losses/other") == "shadowed")
  }

  @Test func method_ChoosesTheEndpoint() {
    #expect(endpoint(.get, "/both") == "get")
    #expect(endpoint(.post, "/both") == "post")
  }

  @Test func head_IsAnsweredByGet() {
    #expect(endpoint(.head, "/v1/operations") == "list")
    #expect(endpoint(.head, "/v1/losses/focal") == nil)
  }

  @Test func wrongMethod_LearnsTheRightOnes() {
    #expect(allowed(HTTPMethod(rawValue: "DELETE"), "/both") == [.get, .post, .head, .options])
    #expect(allowed(.get, "/v1/losses/focal") == [.post, .options])
    // A method is case-sensitive.
    #expect(allowed(HTTPMethod(rawValue: "get"), "/v1/operations") == [.get, .head, .options])
  }

  @Test(arguments: [
    "", "/v1", "/v1/", "/v1/losses", "/v1/losses/", "/v1//focal", "/v1/a/b/c", "//", "/v1/operations//",
  ])
  func otherPaths_AreNotFound(path: String) {
    guard case .notFound = router.match(.post, path) else {
      Issue.record("\(path) was found")
      return
    }
  }

  @Test func templates_KeepTheirOrder() {
    #expect(router.templates.map(\.template).first == "/")
    #expect(router.templates.last?.methods == [.get, .post])
  }
}
