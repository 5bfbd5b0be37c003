using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The endpoints of chat models: which there are, whether texts may go there, what went there.</summary>
internal static class ChatEndpoints
{
    public static void MapChatEndpoints(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("/v1/chat-endpoints").WithTags("4 Audits");
        endpoints.MapGet("/", ListAsync).WithName("listChatEndpoints").For(Role.Read)
            .WithSummary("Lists the endpoints of chat models with their prices, and whether texts may go there.");
        endpoints.MapPut("/{name}/permission", AllowAsync).WithName("allowChatEndpoint").For(Role.Admin)
            .WithSummary("Allows the organisation's texts to go to an endpoint.")
            .WithDescription(
                "Texts of responses, prompts and rubrics then leave the service when an audit has a scorer of kind chat there; "
                + "ids of students never do. "
                + "The permission is for the address that the endpoint has now.")
            .ProducesProblem(404);
        endpoints.MapDelete("/{name}/permission", WithdrawAsync).WithName("withdrawChatEndpoint").For(Role.Admin)
            .WithSummary("Withdraws the permission: nothing more is sent, by audits under way either.").ProducesProblem(404);
        routes.MapGroup("/v1/chat-sendings").WithTags("4 Audits").MapGet("/", SendingsAsync).WithName("listChatSendings").For(Role.Admin)
            .WithSummary("Lists what was sent to endpoints of chat models, when, and what it cost; auditId=… for one audit.").ProducesProblem(400);
    }

    private static async Task<Ok<ChatEndpointList>> ListAsync(
        Caller caller, ChatSettings settings, ChatPermissions permissions, ChatSpending spending, CancellationToken cancellation)
    {
        var allowed = await permissions.ListAsync(caller.OrganisationId, settings.AllEndpoints, cancellation);
        return TypedResults.Ok(new ChatEndpointList
        {
            Currency = settings.Currency,
            MonthlyBudget = settings.BudgetOf(caller.OrganisationId),
            SpentThisMonth = await spending.ThisMonthAsync(caller.OrganisationId, cancellation),
            Items = [.. settings.AllEndpoints.Select(endpoint => View(endpoint, allowed))],
        });
    }

    private static async Task<Results<Ok<ChatEndpointView>, ProblemHttpResult>> AllowAsync(
        string name, Caller caller, ChatSettings settings, ChatPermissions permissions, CancellationToken cancellation)
    {
        if (settings.Find(name) is not { } endpoint)
        {
            return Problems.NotFound($"endpoint '{name}'");
        }
        await permissions.AllowAsync(caller, endpoint, cancellation);
        return TypedResults.Ok(View(endpoint, await permissions.ListAsync(caller.OrganisationId, [endpoint], cancellation)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        string name, Caller caller, ChatSettings settings, ChatPermissions permissions, CancellationToken cancellation)
    {
        await permissions.WithdrawAsync(caller, name, cancellation);
        return settings.Find(name) is null ? Problems.NotFound($"endpoint '{name}'") : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<ChatSent>>, ProblemHttpResult>> SendingsAsync(
        Caller caller, ChatSendings sendings, CancellationToken cancellation, string? auditId = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        long from = 0;
        if (problem is not null || (key is not null && !long.TryParse(key, CultureInfo.InvariantCulture, out from)))
        {
            return Paging.Refused(problem);
        }
        return TypedResults.Ok(Paging.Cut(
            await sendings.ListAsync(caller.OrganisationId, auditId, from, size + 1, cancellation),
            size, one => one.SendingNo.ToString(CultureInfo.InvariantCulture)));
    }

    private static ChatEndpointView View(ChatEndpoint endpoint, IReadOnlyDictionary<string, DateTimeOffset> allowed) => new()
    {
        Name = endpoint.Name,
        BaseAddress = endpoint.BaseAddress,
        AllowedAt = allowed.TryGetValue(endpoint.Name, out var at) ? at : null,
        Models = endpoint.Models,
    };
}

/// <summary>The endpoints of chat models, and what is spent there.</summary>
public sealed record ChatEndpointList
{
    /// <summary>The currency of prices and budgets.</summary>
    public required string Currency { get; init; }

    /// <summary>What the organisation may spend in a calendar month (UTC); null: no limit.</summary>
    public required decimal? MonthlyBudget { get; init; }

    /// <summary>What it has spent this month, with what is set aside for requests under way.</summary>
    public required decimal SpentThisMonth { get; init; }

    /// <summary>The endpoints.</summary>
    public required IReadOnlyList<ChatEndpointView> Items { get; init; }
}

/// <summary>An endpoint of chat models.</summary>
public sealed record ChatEndpointView
{
    /// <summary>The name that scorers call it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>When the organisation allowed its texts to go there; null: they may not.</summary>
    public required DateTimeOffset? AllowedAt { get; init; }

    /// <summary>Its models with their prices.</summary>
    public required IReadOnlyList<ChatModel> Models { get; init; }
}
