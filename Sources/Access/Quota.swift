/// What a client may have in a time: `100/s`, `64MiB/s`, `10000/d`, any number of them.
public struct Quota: Hashable, Sendable, CustomStringConvertible {
  /// One limit: so much within a window, all at once or little by little.
  public struct Limit: Hashable, Sendable, CustomStringConvertible {
    /// What is counted.
    public enum Kind: Hashable, Sendable {
      /// Requests.
      case requests
      /// Bytes of bodies, in both directions.
      case bytes
    }

    /// What.
    public let kind: Kind
    /// How much.
    public let amount: Int
    /// In which time.
    public let window: Window

    /// `100/s`, `64MiB/m`.
    public var description: String {
      "\(kind == .requests ? String(amount) : Self.size(amount))/\(window.rawValue)"
    }

    /// What clients call it: `requests-per-second`.
    public var name: String { "\(kind)-per-\(window)" }

    /// A number of bytes needs a unit, by which it is known.
    private static func size(_ amount: Int) -> String {
      let text = ByteCount.write(amount)
      return text.hasSuffix("B") ? text : text + "B"
    }
  }

  /// A time in which a limit is whole again.
  public enum Window: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case second = "s", minute = "m", hour = "h", day = "d"

    /// How long it is.
    public var seconds: Int {
      switch self {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      case .day: 86_400
      }
    }

    /// `second`, `minute`, `hour` or `day`.
    public var description: String {
      switch self {
      case .second: "second"
      case .minute: "minute"
      case .hour: "hour"
      case .day: "day"
      }
    }
  }

  /// What may be written, in words.
  public static let permitted = "limits such as 100/s, 64MiB/s or 10000/d (per s, m, h or d), with commas between them"

  /// All of them hold.
  public let limits: [Limit]

  /// No limits.
  public static let none = Quota(limits: [])

  private init(limits: [Limit]) { self.limits = limits }

  /// Of a text such as `100/s,64MiB/s`; nil: it is no such.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let limits = parts.map { Self.limit(String($0.drop { $0 == " " })) }
    guard !limits.contains(nil) else { return nil }
    self.limits = limits.compactMap { $0 }
    guard Set(self.limits.map(\.name)).count == self.limits.count else { return nil }
  }

  private static func limit(_ text: String) -> Limit? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let window = Window(rawValue: parts[1]) else { return nil }
    if let count = Int(parts[0]) { return count > 0 ? Limit(kind: .requests, amount: count, window: window) : nil }
    guard let bytes = ByteCount.read(parts[0]), bytes > 0 else { return nil }
    return Limit(kind: .bytes, amount: bytes, window: window)
  }

  /// `100/s,64MiB/s`; empty for none.
  public var description: String { limits.map(\.description).joined(separator: ",") }

  /// The field `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10 §3).
  var policyField: String {
    limits.map { limit in
      "\"\(limit.name)\";q=\(limit.amount);w=\(limit.window.seconds)"
        + (limit.kind == .bytes ? ";qu=\"content-bytes\"" : "")
    }.joined(separator: ", ")
  }
}
