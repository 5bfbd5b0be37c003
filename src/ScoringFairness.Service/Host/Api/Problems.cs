using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457) with a type that clients can rely on.</summary>
internal static partial class Problems
{
    /// <summary>The member that says when to try again, as the header Retry-After does.</summary>
    public const string RetryAfter = "retryAfter";

    private const string TypePrefix = "urn:scoring-fairness:problem:";

    private static readonly string[] FrameworkWords =
        ["Required parameter", "Failed to bind parameter", "Failed to read parameter", "Implicit body inferred", "Expected a supported"];

    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "not-found", "Not found", $"There is no {what}.");

    public static ProblemHttpResult BadRequest(string detail) =>
        Of(StatusCodes.Status400BadRequest, "bad-request", "The request cannot be understood", detail);

    public static ProblemHttpResult Conflict(string detail) =>
        Of(StatusCodes.Status409Conflict, "conflict", "The request does not fit the present state", detail);

    /// <summary>A body of a media type that is not read.</summary>
    public static ProblemHttpResult MediaType(HttpRequest request, string known) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "media-type", "Unknown media type", $"{MediaTypeOf(request)}; send {known}.");

    /// <summary>Another request under an idempotency key that was used before.</summary>
    public static ProblemHttpResult KeyReused(string key) =>
        Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "Nothing was done",
            $"Idempotency-Key: something else was sent under '{key}' before; send a new key with a new request.");

    /// <summary>A body that is understood and cannot be used; every reason is named by a JSON pointer (RFC 6901) to its place.</summary>
    public static ProblemHttpResult InvalidBody(string title, IReadOnlyDictionary<string, string[]> errors) =>
        Invalid(title, errors.ToDictionary(field => JsonPointer.To(field.Key), field => field.Value, StringComparer.Ordinal));

    /// <summary>A query, a path or a header that cannot be used; every reason is named by the name that it stands under.</summary>
    public static ProblemHttpResult Invalid(string title, string name, string message) =>
        Invalid(title, new Dictionary<string, string[]> { [name] = [message] });

    /// <summary>A request that is understood and cannot be done; every reason is named.</summary>
    public static ProblemHttpResult Invalid(string title, IReadOnlyDictionary<string, string[]> errors) =>
        Of(
            StatusCodes.Status400BadRequest,
            "invalid",
            title,
            string.Join(' ', errors.SelectMany(field => field.Value.Select(message => $"{(field.Key.Length == 0 ? "The body" : field.Key)}: {message}"))),
            new Dictionary<string, object?> { ["errors"] = errors });

    /// <summary>There is no place for it now; it can be sent again.</summary>
    public static ProblemHttpResult Busy(string title, string detail, int seconds) =>
        Of(StatusCodes.Status429TooManyRequests, "too-many", title, detail, new Dictionary<string, object?> { [RetryAfter] = seconds });

    public static ProblemHttpResult Of(
        int status, string code, string title, string detail, IDictionary<string, object?>? more = null) =>
        TypedResults.Problem(detail, null, status, title, TypePrefix + code, more);

    /// <summary>A body that the server could not read.</summary>
    private static ProblemHttpResult Rejected(BadHttpRequestException refused) =>
        Of(refused.StatusCode, $"http-{refused.StatusCode}", "The request cannot be read",
            "The body does not come as the request's headers say, or breaks off; send it again.");

    public static void AddProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<IProblemDetailsWriter, ProblemPages>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions.Remove("traceId");
            if (context.ProblemDetails.Extensions.TryGetValue(RetryAfter, out var seconds))
            {
                context.HttpContext.Response.Headers.RetryAfter = Convert.ToString(seconds, CultureInfo.InvariantCulture);
            }
            if (context.ProblemDetails.Status == StatusCodes.Status500InternalServerError)
            {
                context.ProblemDetails.Extensions["traceId"] = TraceId(context.HttpContext);
            }
            if (context.ProblemDetails.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) != true)
            {
                context.ProblemDetails.Type = TypePrefix + "http-" + context.ProblemDetails.Status;
                context.ProblemDetails.Detail ??= Detail(context.HttpContext);
            }
        });
    }

    public static void UseProblems(this WebApplication application)
    {
        application.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerAsync,
            // What a client did wrong, or broke off, is no failure of the service; an outage of the database is told in one line.
            SuppressDiagnosticsCallback = context =>
                context.Exception is BadHttpRequestException or ConnectionResetException or NpgsqlException { IsTransient: true }
                    or PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
                || (context.Exception is OperationCanceledException && context.HttpContext.RequestAborted.IsCancellationRequested),
        });
        application.UseStatusCodePages();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (exception is NpgsqlException { IsTransient: true })
        {
            Unavailable(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems)), exception.Message);
        }
        var result = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large =>
                Of(413, "too-large", "The request is too large", $"{large.Message} Send the data in parts."),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } slow =>
                Of(408, "too-slow", "The body came too slowly",
                    $"{(IsOfServer(slow) ? "The rest of it did not come in time." : slow.Message)} Send it again, over a faster line or in parts."),
            BadHttpRequestException { InnerException: JsonException json } => BadRequest(Explain(json)),
            BadHttpRequestException refused when IsOfServer(refused) => Rejected(refused),
            BadHttpRequestException bad => BadRequest(IsOfFramework(bad)
                ? "A parameter of the request cannot be read; the API's description at /swagger shows what each one takes."
                : bad.Message),
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
                BadRequest("A value of the request holds the character NUL, which cannot be stored; remove it."),
            NpgsqlException { IsTransient: true } =>
                Of(503, "unavailable", "The database cannot be reached", "Try again in a moment."),
            _ => Of(500, "internal", "The service failed", $"The failure stands in the log under the trace id {TraceId(context)}."),
        };
        await result.ExecuteAsync(context);
    }

    /// <summary>By what the lines of a request are found in the log.</summary>
    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>What is wrong where no endpoint was reached that could tell it.</summary>
    private static string Detail(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this path; the API's description at /swagger shows the paths that there are.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} cannot be sent to this path, but {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => $"{MediaTypeOf(context.Request)}; send application/json.",
        _ => "See the API's description at /swagger.",
    };

    private static string MediaTypeOf(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType) ? "There is no Content-Type" : $"Content-Type is '{request.ContentType}'";

    /// <summary>Whether the server itself threw it, while it read the body.</summary>
    private static bool IsOfServer(BadHttpRequestException bad) => bad.GetType() != typeof(BadHttpRequestException);

    /// <summary>Whether an exception speaks of parameters of C#, as the framework's own do.</summary>
    private static bool IsOfFramework(BadHttpRequestException bad) => FrameworkWords.Any(words => bad.Message.StartsWith(words, StringComparison.Ordinal));

    /// <summary>Where a JSON body is wrong, without the value that stands there.</summary>
    public static string Explain(JsonException json) =>
        $"The body is not the JSON that this operation takes: {Place(json)}"
        + (json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? " There is no such property; the API's description at /swagger names those that there are."
            : " Correct it there and send it again.");

    private static string Place(JsonException json) =>
        json.Path is { Length: > 1 } path
            ? $"at {path} (line {json.LineNumber + 1})."
            : $"at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request was answered 503, as the database cannot be reached: {Reason}")]
    private static partial void Unavailable(ILogger logger, string reason);
}
