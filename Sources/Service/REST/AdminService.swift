public import HTTPMessages
import Operations

/// Health and metrics alone, for a listener of their own.
struct AdminService: HTTPHandler {
  let service: Service

  func plan(for head: HTTPRequestHead) -> HTTPPlan {
    let plan = service.plan(for: head)
    // Of the routes that are answered at once; all others are none here.
    guard !plan.answersWhileDraining else { return plan }
    return HTTPPlan(.early) { request in
      .problem(Problem(.notFound, "there is nothing here but /livez, /readyz, /healthz and /metrics"), of: request.head)
    }
  }

  func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
    service.response(to: failure, of: head)
  }
}

extension Service {
  /// What answers on the listener for health and metrics.
  public var admin: any HTTPHandler { AdminService(service: self) }
}
