import Logging
import Network

// Every setting there is. A new one is a declaration here, its name in `all`, and a flag in SettingFlags.swift;
// `focald config --template >config/focald.yaml` writes the file anew, and the tests hold the three together.

extension Settings {
  /// What every environment variable of ours begins with.
  static let variablePrefix = "FOCALD_"

  static let host = Setting(
    "host", PlainText(what: "an IPv4 or IPv6 address, a name that resolves to one, or unix: and a path"),
    default: "127.0.0.1",
    "Where to listen. 127.0.0.1 is this machine only; 0.0.0.0 is every IPv4 interface;\n"
      + "unix:/run/focald.sock is a Unix socket. A socket that the service manager hands over goes first.")
  static let port = Setting(
    "port", WholeNumber(0...65535), default: 8080,
    "The port. 0 takes a free one; the log says which.")
  static let ioThreads = Setting(
    "io_threads", WholeNumber(1...64), default: 8,
    "Threads that read and write sockets. More than there are processors: small requests then seldom\n"
      + "share a thread with large bodies.")
  static let connectionLimit = Setting(
    "connection_limit", WholeNumber(1...1_000_000), default: 1000,
    "Open connections at the most; then the one that is idle longest is closed for a new one, and\n"
      + "where all are at work new ones wait.")

  static let clientConnectionLimit = Setting(
    "client_connection_limit", WholeNumberOr("auto", 1...1_000_000), default: nil,
    "Open connections from one address at the most. auto: half of connection_limit.")
  static let adminPort = Setting(
    "admin_port", WholeNumberOr("none", 0...65535), default: nil,
    "A port for health and metrics alone, which no client can fill. none: they are on port only;\n"
      + "0 takes a free one.")

  static let workers = Setting(
    "workers", WholeNumberOr("auto", 1...1024), default: nil,
    "Threads that compute answers. auto: as many as processors this process may use.")
  static let queueLength = Setting(
    "queue_length", WholeNumber(0...1_000_000), default: 256,
    "Requests that may wait for a worker; one more is answered 503 with Retry-After.")
  static let bodyLimit = Setting(
    "body_limit", ByteSize(1...(64 << 30)), default: 256 << 20,
    "Largest request body, as sent and as expanded; a larger one is answered 413.")
  static let memory = Setting(
    "memory", ByteSizeOrAuto((16 << 20)...(1 << 50)), default: nil,
    "What all requests together may hold: bodies, numbers, answers until they are sent; one that\n"
      + "finds no room is answered 503. auto: half of what this process may use (cgroup or machine)."
  )
  static let outputLimit = Setting(
    "output_limit", ByteSize(24...(64 << 30)), default: 64 << 20,
    "Size of an answer that few numbers make (boxes.iou, anchors.generate), 24 bytes a number; a\n"
      + "request that asks for more is answered 422.")
  static let compressAbove = Setting(
    "compress_above", ByteSize(0...(64 << 30)), default: 64 << 10,
    "Answers larger than this are compressed for clients that ask for it with Accept-Encoding.")

  static let systemSharedMemory = Setting(
    "system_shared_memory", TrueOrFalse(), default: false,
    "Whether clients may pass tensors in POSIX shared memory. Every client that can send requests\n"
      + "then reads and writes the shared-memory objects that this process can.")

  static let networks = Setting(
    "networks", OrNone(PathList()), default: nil,
    "Networks that pictures may be given to, with commas between: safetensors files, or folders of such. A\n"
      + "network is named after its file. Loaded at start and after SIGHUP; their memory is taken off memory.")
  static let networkConvolution = Setting(
    "network_convolution", Choice<Network.ConvolutionMethod>(), default: .direct,
    "How networks compute convolutions. direct: by AVX2, the same bits on any number of threads. winograd:\n"
      + "twice as fast, four times the memory for weights of 3×3, errors twice as large; on AVX-512, where the processor\n"
      + "has it, and there with other bits on more than two threads. Read at start only.")
  static let networkPrecision = Setting(
    "network_precision", Choice<Network.Precision>(), default: .float32,
    "What the convolutions of networks multiply. bfloat16: half the memory, and errors of about a percent, on\n"
      + "processors with AVX512_BF16; the server does not start on others. Read at start only.")

  static let apiKeys = Setting(
    "api_keys", OrNone(PlainText(what: "the path of a file")), default: nil,
    "A file of keys, without one of which no request but a probe's is answered: a line each, as\n"
      + "focald key new prints them. Read again after SIGHUP.")
  static let tlsCertificate = Setting(
    "tls_certificate", OrNone(PlainText(what: "the path of a file")), default: nil,
    "A PEM file with this server's certificate and those that lead to a known authority: TLS 1.2 and 1.3\n"
      + "are spoken, and nothing else, except on admin_port. Read again after SIGHUP. none: HTTP in clear.")
  static let tlsKey = Setting(
    "tls_key", OrNone(PlainText(what: "the path of a file")), default: nil,
    "The certificate's key, a PEM file.")
  static let tlsClientCA = Setting(
    "tls_client_ca", OrNone(PlainText(what: "the path of a file")), default: nil,
    "A PEM file with the authorities of client certificates: a client needs one of theirs, or a key of\n"
      + "api_keys. Its name is the client's in log and quota. Read again after SIGHUP.")
  static let corsOrigins = Setting(
    "cors_origins", OrNone(OriginList()), default: nil,
    "Origins whose pages may read answers in a browser, with commas between, or * for all.")
  static let trustedProxies = Setting(
    "trusted_proxies", OrNone(ProxyList()), default: nil,
    "Proxies, with commas between, that are believed when they say in Forwarded or X-Forwarded-For whose a\n"
      + "request is: addresses, networks such as 10.0.0.0/8, or unix for who comes by a Unix socket.")
  static let quota = Setting(
    "quota", OrNone(QuotaText()), default: nil,
    "What a client may have: each key, unless its line says otherwise, and each address without one.\n"
      + "All of it may come at once; more is answered 429.")

  static let deadline = Setting(
    "deadline", TimeSpan(.milliseconds(1) ... .seconds(86_400)), default: .seconds(30),
    "How long a request may take, from its head's arrival to its answer; later it is answered 504.")
  static let connectionTimeout = Setting(
    "connection_timeout", TimeSpan(.seconds(1) ... .seconds(86_400)), default: .seconds(60),
    "How long a connection may be idle before it is closed.")
  static let headTimeout = Setting(
    "head_timeout", TimeSpan(.milliseconds(100) ... .seconds(3600)), default: .seconds(10),
    "How long a request's head may take to arrive, and the first one's first byte; later it is\n"
      + "answered 408, or the connection closed.")
  static let bodyTimeout = Setting(
    "body_timeout", TimeSpan(.milliseconds(1) ... .seconds(86_400)), default: .seconds(60),
    "How long a request's body may take to arrive; later it is answered 408.")
  static let writeTimeout = Setting(
    "write_timeout", TimeSpan(.seconds(1) ... .seconds(86_400)), default: .seconds(30),
    "How long an answer may wait for a client that reads less than 16 KiB of it; then the\n"
      + "connection is closed.")
  static let drainDelay = Setting(
    "drain_delay", TimeSpan(.zero ... .seconds(3600)), default: .zero,
    "After SIGTERM: how long /readyz says 503 while requests are still taken,\n"
      + "so that a load balancer can look elsewhere first.")
  static let drainTime = Setting(
    "drain_time", TimeSpan(.zero ... .seconds(3600)), default: .seconds(20),
    "Then: how long the requests already admitted may take to be answered.")

  static let logLevel = Setting(
    "log_level", Choice<LogLevel>(), default: .info,
    "The least weighty message that is logged.")
  static let logFormat = Setting(
    "log_format", Choice<LogFormat>(), default: .auto,
    "json: one object per line. text: for people. auto: text where standard error is a\n"
      + "terminal, else json.")
  static let accessLog = Setting(
    "access_log", TrueOrFalse(), default: true,
    "Whether each request is logged, at level info.")

  /// All of them, in the order in which they are shown.
  static let all: [any SettingDeclaration] = [
    host, port, ioThreads, connectionLimit, clientConnectionLimit, adminPort,
    workers, queueLength, bodyLimit, memory, outputLimit, compressAbove,
    systemSharedMemory,
    networks, networkConvolution, networkPrecision,
    apiKeys, quota, tlsCertificate, tlsKey, tlsClientCA, corsOrigins, trustedProxies,
    deadline, connectionTimeout, headTimeout, bodyTimeout, writeTimeout, drainDelay, drainTime,
    logLevel, logFormat, accessLog,
  ]
}
