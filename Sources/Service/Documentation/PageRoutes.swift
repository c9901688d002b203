import HTTPMessages
import JSON
import Operations
import Pages

/// What people see in a browser: the playground, the reference, and documents that `Accept` shows inline.
enum PageRoutes {
  static func add(to router: inout Router<Endpoint>, _ coding: BodyCoding) {
    router.add(
      .get, "/",
      choosing(
        page: Endpoint { _, _ in .text(StartPage.text, type: "text/html; charset=utf-8") },
        other: Endpoint { _, _ in .json(Catalogue.index, style: .pretty) }, coding,
        styles: StartPage.styleSources
      ).behind(.open))
    router.add(
      .get, "/v1/operations",
      choosing(
        page: Endpoint { _, _ in .json(Catalogue.all, style: .pretty) },
        other: Endpoint { _, _ in .json(Catalogue.all) }, coding))
    // Browsers show text, and save what they have no name for.
    router.add(
      .get, "/openapi.yaml",
      choosing(
        page: Endpoint { _, _ throws(Problem) in .text(try OpenAPIDocument.yaml(), type: "text/plain; charset=utf-8") },
        other: Endpoint { _, _ throws(Problem) in .text(try OpenAPIDocument.yaml(), type: "application/yaml") }, coding)
    )
    router.add(
      .get, "/pages/{file}",
      page { variables throws(Problem) in try asset(variables["file"] ?? "") })
    // Browsers ask for it beside what is no HTML.
    router.add(.get, "/favicon.ico", page { _ throws(Problem) in try asset("icon.svg") })
    router.add(.get, "/docs", page { _ throws(Problem) in html(ReferenceIndex.page) })
    router.add(
      .get, "/docs/{page}",
      page { variables throws(Problem) in html(try ReferencePage.named(variables["page"] ?? "")) })
  }

  private static func page(
    _ respond: @escaping @Sendable (_ variables: [String: String]) throws(Problem) -> HTTPResponse
  ) -> Endpoint {
    Endpoint { _, variables throws(Problem) in try respond(variables) }.document(.pages).guarded().behind(.open)
  }

  /// A browser, which names `text/html`, gets the page, everybody else what programs read.
  private static func choosing(
    page: Endpoint, other: Endpoint, _ coding: BodyCoding, styles: String = "'self'"
  ) -> Endpoint {
    let (page, other) = (page.document(.pages).guarded(styles: styles), other.document(coding))
    return Endpoint { request, variables throws(Problem) in
      let endpoint = HTMLMedia.isPreferred(request.head.headers) ? page : other
      var response = try endpoint.respond(request, variables)
      response.headers["Vary"] = response.headers["Vary"].map { "Accept, \($0)" } ?? "Accept"
      return response
    }
  }

  private static func html(_ page: DocumentPage) -> HTTPResponse {
    .text(page.text, type: "text/html; charset=utf-8")
  }

  private static func asset(_ name: String) throws(Problem) -> HTTPResponse {
    guard let asset = Asset.named(name) else { throw Problem(.notFound, "there is no file \(quoted(name)) here") }
    let body = ByteBuffer(capacity: asset.bytes.count)
    guard body.append(asset.bytes) else { return .outOfMemory }
    return HTTPResponse(status: .ok, headers: ["Content-Type": asset.type], body: body)
  }
}

extension Endpoint {
  /// The same endpoint for what a browser opens: scripts, styles, pictures and answers of this service only, in no frame,
  /// and nothing taken for another type than it says.
  fileprivate func guarded(styles: String = "'self'") -> Endpoint {
    let policy = Self.policy(styles)
    return Endpoint(cost) { [respond] request, variables throws(Problem) in
      var response = try respond(request, variables)
      response.headers["Content-Security-Policy"] = policy
      response.headers["X-Content-Type-Options"] = "nosniff"
      response.headers["Referrer-Policy"] = "no-referrer"
      return response
    }
  }

  /// `blob:` is for pictures that the user drops.
  private static func policy(_ styles: String) -> String {
    "default-src 'none'; script-src 'self'; style-src \(styles); img-src 'self' blob:; connect-src 'self'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }
}
