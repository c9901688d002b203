import Dispatch
import Glibc
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

/// The tests of a living server run one after the other: they count threads and requests.
@Suite(.serialized) enum Living {}

/// Lets workers wait until a test says go.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func wait() {
    semaphore.wait()
    semaphore.signal()
  }
  func open() { semaphore.signal() }
}

/// `/echo` sends the body back, `/gate` waits for the gate, `/hello` says hello, `/refused` is refused before its body
/// comes, `/pieces` answers in several, `/small` needs no worker for a body of up to 16 bytes, `/niceness` says how readily
/// the thread that answers gives way.
final class TestHandler: HTTPHandler {
  static let smallLimit = 16
  /// A block of libmicrohttpd's ends within a piece, or with one, or holds several.
  static let pieceSizes = [1, 0, 300_000, 262_143, 5, 2_000_000, 262_144]
  let gate = Gate()
  private let calls = Lock<[String]>([])

  /// Paths computed so far.
  var computed: [String] { calls.withLock { $0 } }

  func plan(for head: HTTPRequestHead) -> HTTPPlan {
    switch head.path {
    case "/refused":
      return HTTPPlan(.early) { _ in HTTPResponse(status: .notFound, body: ByteBuffer("refused"), route: "/refused") }
    case "/livez":
      var plan = HTTPPlan(.early) { _ in HTTPResponse(status: .ok, body: ByteBuffer("alive")) }
      plan.answersWhileDraining = true
      return plan
    case "/small": return HTTPPlan(.prompt(bodyLimit: Self.smallLimit), respond: respond)
    default: return HTTPPlan(respond: respond)
    }
  }

  @Sendable private func respond(to request: HTTPRequest) -> HTTPResponse {
    calls.withLock { $0.append(request.head.path) }
    switch request.head.path {
    case "/echo": return HTTPResponse(status: .ok, body: request.body, route: "/echo")
    case "/pieces":
      let pieces = Self.pieceSizes.enumerated().map { ByteBuffer(repeatElement(UInt8($0 + 65), count: $1)) }
      return HTTPResponse(status: .ok, pieces: pieces, route: "/pieces")
    case "/size":
      return HTTPResponse(status: .ok, body: ByteBuffer("\(request.body.count) of \(request.body.capacity)"))
    case "/niceness": return HTTPResponse(status: .ok, body: ByteBuffer("\(getpriority(0, 0))"))
    case "/gate":
      gate.wait()
      return HTTPResponse(status: .ok, body: ByteBuffer("passed"), route: "/gate")
    case "/small": return HTTPResponse(status: .ok, body: ByteBuffer("\(request.body.count) bytes"), route: "/small")
    case "/hello": return HTTPResponse(status: .ok, headers: ["X-Test": "yes"], body: ByteBuffer("hello"))
    default:
      let query = request.head.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
      let text = "\(request.head.method.rawValue) \(request.head.path)?\(query)"
      return HTTPResponse(status: .ok, body: ByteBuffer(text), route: "/{any}")
    }
  }

  func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
    switch failure {
    case .malformedRequest(let defect): HTTPResponse(status: .badRequest, body: ByteBuffer(defect))
    case .headTimeout: HTTPResponse(status: .requestTimeout, body: ByteBuffer("slow head"))
    case .targetTooLong(let defect): HTTPResponse(status: .targetTooLong, body: ByteBuffer(defect))
    case .headTooLarge(let defect): HTTPResponse(status: .headTooLarge, body: ByteBuffer(defect))
    case .unsupportedVersion: HTTPResponse(status: .versionNotSupported)
    case .bodyTooLarge(let limit): HTTPResponse(status: .contentTooLarge, body: ByteBuffer("limit \(limit)"))
    case .bodyTimeout: HTTPResponse(status: .requestTimeout, body: ByteBuffer("slow"))
    case .overloaded: HTTPResponse(status: .serviceUnavailable, headers: ["Retry-After": "1"])
    case .draining: HTTPResponse(status: .serviceUnavailable, body: ByteBuffer("draining"))
    case .deadlineExceeded: HTTPResponse(status: .gatewayTimeout, body: ByteBuffer("late"))
    case .outOfMemory: HTTPResponse(status: .serviceUnavailable)
    case .unauthorized: HTTPResponse(status: .unauthorized)
    case .forbidden(let scope): HTTPResponse(status: .forbidden, body: ByteBuffer(scope))
    case .quotaExceeded(let limit, let seconds):
      HTTPResponse(status: .tooManyRequests, headers: ["Retry-After": String(seconds)], body: ByteBuffer(limit))
    }
  }
}

/// Remembers what it is told.
final class TestObserver: HTTPServerObserver {
  private let state = Lock<(began: Int, records: [HTTPExchangeRecord])>((0, []))

  func began(_ head: HTTPRequestHead) { state.withLock { $0.began += 1 } }
  func ended(_ record: HTTPExchangeRecord) { state.withLock { $0.records.append(record) } }
  var began: Int { state.withLock { $0.began } }
  var records: [HTTPExchangeRecord] { state.withLock { $0.records } }
}

/// A running server with its handler and observer.
struct TestServer: Sendable {
  let server: HTTPServer
  let handler: TestHandler
  let observer: TestObserver
  let port: UInt16

  init(_ adjust: (inout HTTPServerConfiguration) -> Void = { _ in }) throws {
    var configuration = HTTPServerConfiguration()
    configuration.port = 0
    adjust(&configuration)
    handler = TestHandler()
    observer = TestObserver()
    server = HTTPServer(configuration: configuration, handler: handler, observer: observer)
    port = try server.start().port
  }

  func client() throws -> RawClient { try RawClient(port: port) }

  /// Stops the server at a test's end, and holds it to losing and leaking nothing.
  func stop() {
    handler.gate.open()
    #expect(server.drain(within: .seconds(30)))
    #expect(server.load.active == 0)
    #expect(observer.began == observer.records.count)
  }
}

/// Waits until something is so; false after 20 seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<2000 {
    if condition() { return true }
    usleep(10_000)
  }
  return condition()
}

/// Runs a body on that many threads and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
  let group = DispatchGroup()
  for index in 0..<count {
    DispatchQueue(label: "client.\(index)").async(group: group) {
      do { try body(index) } catch { Issue.record(error) }
    }
  }
  group.wait()
}
