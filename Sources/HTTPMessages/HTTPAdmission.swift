/// What came of asking to come in.
public struct HTTPAdmission: Sendable {
  /// Whose the request is.
  public var client: HTTPClient
  /// Why it is refused; nil: it may go on.
  public var refusal: HTTPServerFailure?
  /// Fields that its answer gets, whatever that is.
  public var fields: [HTTPHeaders.Field]
  /// The limits that its bytes count towards, as `HTTPAccess` knows them.
  public var account: (any Sendable)?

  /// An admission, or a refusal.
  public init(
    client: HTTPClient, refusal: HTTPServerFailure? = nil, fields: [HTTPHeaders.Field] = [],
    account: (any Sendable)? = nil
  ) {
    self.client = client
    self.refusal = refusal
    self.fields = fields
    self.account = account
  }
}
