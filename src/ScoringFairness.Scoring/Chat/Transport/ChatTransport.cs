using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Files;
using OpenAI.FineTuning;

namespace ScoringFairness.Scoring.Chat.Transport;

/// <summary>Speaks to one endpoint: each call is one HTTP request, and nothing of the service's own is logged or repeated here.</summary>
public sealed class ChatTransport : IDisposable
{
    private const string FineTune = "fine-tune";
    private readonly HttpClient _http;
    private readonly OpenAIClient _client;
    private readonly OpenAIFileClient _files;
    private readonly FineTuningClient _tuning;

    /// <summary>Opens no connection yet.</summary>
    public ChatTransport(ChatEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Endpoint = endpoint;
        Limits = new ChatLimits(endpoint);
        // A redirect would take the texts to an address that nobody allowed; the trace of a job is no provider's business.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client = new OpenAIClient(new ApiKeyCredential(endpoint.ApiKey), new OpenAIClientOptions
        {
            Endpoint = endpoint.BaseAddress,
            NetworkTimeout = endpoint.Timeout,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(_http),
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        });
        _files = _client.GetOpenAIFileClient();
        _tuning = _client.GetFineTuningClient();
    }

    /// <summary>The endpoint.</summary>
    public ChatEndpoint Endpoint { get; }

    /// <summary>How much of it this process may use.</summary>
    internal ChatLimits Limits { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        Limits.Dispose();
    }

    internal Task<ChatReply> CompleteAsync(string model, byte[] body, CancellationToken cancellation) =>
        AttemptAsync(async options => (await _client.GetChatClient(model).CompleteChatAsync(Content(body), options)).GetRawResponse(), cancellation);

    internal Task<ChatReply> UploadAsync(string name, byte[] lines, CancellationToken cancellation) =>
        AttemptAsync(
            async _ => (await _files.UploadFileAsync(new MemoryStream(lines), name, FileUploadPurpose.FineTune, cancellation)).GetRawResponse(),
            cancellation);

    internal Task<ChatReply> FilesAsync(CancellationToken cancellation) =>
        AttemptAsync(async options => (await _files.GetFilesAsync(FineTune, options)).GetRawResponse(), cancellation);

    internal Task<ChatReply> DeleteFileAsync(string id, CancellationToken cancellation) =>
        AttemptAsync(async options => (await _files.DeleteFileAsync(id, options)).GetRawResponse(), cancellation);

    internal Task<ChatReply> CreateJobAsync(byte[] body, CancellationToken cancellation) =>
        AttemptAsync(async options => (await _tuning.FineTuneAsync(Content(body), waitUntilCompleted: false, options)).GetRawResponse(), cancellation);

    internal Task<ChatReply> JobAsync(string id, CancellationToken cancellation) =>
        AttemptAsync(async _ => (await _tuning.GetJobAsync(id, cancellation)).GetRawResponse(), cancellation);

    internal Task<ChatReply> CancelJobAsync(string id, CancellationToken cancellation) =>
        AttemptAsync(async options => (await (await _tuning.GetJobAsync(id, cancellation)).CancelAsync(options)).GetRawResponse(), cancellation);

    /// <summary>The job that was made of a training file, among all that there are; the body is null where there is none.</summary>
    internal async Task<ChatReply> JobOfAsync(string trainingFile, CancellationToken cancellation)
    {
        JsonNode? found = null;
        var reply = await AttemptAsync(
            async _ =>
            {
                await foreach (var job in _tuning.GetJobsAsync(cancellationToken: cancellation))
                {
                    if (job.TrainingFileId == trainingFile)
                    {
                        found = new JsonObject { ["id"] = job.JobId };
                        break;
                    }
                }
                return null;
            },
            cancellation);
        return reply.IsDone ? reply with { Body = found } : reply.Status == 200 ? new ChatReply(0, null) : reply;
    }

    /// <summary>What the provider kept of the course of a job; a body without data where it tells nothing.</summary>
    internal Task<ChatReply> CheckpointsAsync(string id, CancellationToken cancellation) =>
        AttemptAsync(
            async options =>
            {
                var job = await _tuning.GetJobAsync(id, cancellation);
                await foreach (var page in job.GetCheckpointsAsync(after: null, limit: 100, options).GetRawPagesAsync())
                {
                    return page.GetRawResponse();
                }
                return null;
            },
            cancellation);

    private static BinaryContent Content(byte[] body) => BinaryContent.Create(BinaryData.FromBytes(body));

    /// <summary>Whether a request failed before there was anything to send it by.</summary>
    private static bool HasNoConnection(Exception? exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    private static async Task<ChatReply> AttemptAsync(Func<RequestOptions, Task<PipelineResponse?>> request, CancellationToken cancellation)
    {
        try
        {
            return await request(new RequestOptions { CancellationToken = cancellation }) is { } response
                ? ChatReply.Of(response)
                : new ChatReply(200, new JsonObject());
        }
        catch (ClientResultException exception)
        {
            return exception.GetRawResponse() is { } response
                ? ChatReply.Of(response)
                : new ChatReply(exception.Status, null) { IsUnsent = HasNoConnection(exception.InnerException) };
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested
            && exception is OperationCanceledException or HttpRequestException or IOException)
        {
            return new ChatReply(0, null) { IsUnsent = HasNoConnection(exception) };
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentException)
        {
            // The library could not make sense of what came.
            return new ChatReply(200, null);
        }
    }
}
