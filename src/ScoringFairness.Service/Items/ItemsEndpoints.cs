using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Items;

/// <summary>Items: what is asked and how it is scored.</summary>
internal static class ItemsEndpoints
{
    /// <summary>Characters of a prompt or a rubric: some fifteen thousand words.</summary>
    private const int MostCharacters = 100_000;

    private const string Example =
        """
        {
          "prompt": "A feather and a coin fall in a tube without air. Which lands first, and why?",
          "rubric": "One point each: they land together; no air resistance; the same acceleration.",
          "scale": { "min": 0, "max": 3, "step": 1 }
        }
        """;

    public static IServiceCollection AddItems(this IServiceCollection services) => services.AddSingleton<ItemStore>();

    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/v1/items").WithTags("1 Items");
        items.MapPut("/{itemId}", PutAsync).WithName("putItem").For(Role.Ingest).WithSummary("Creates or changes an item.")
            .WithMetadata(new RequestExample("application/json", Example))
            .ProducesProblem(400).ProducesProblem(409);
        items.MapGet("/", ListAsync).WithName("listItems").For(Role.Read).WithSummary("Lists the items.").ProducesProblem(400);
    }

    private static async Task<Results<Created<Item>, Ok<Item>, ProblemHttpResult>> PutAsync(
        string itemId, ItemRequest request, Caller caller, ItemStore items, IItemResponses responses, OrganisationDatabase database,
        CancellationToken cancellation)
    {
        if (Identifier.ProblemInPath(itemId) is { } idProblem)
        {
            return Problems.Invalid("The path cannot be used", "itemId", $"{idProblem}.");
        }
        if (itemId == ItemIds.All && await items.FindAsync(caller.OrganisationId, itemId) is null)
        {
            return Problems.Invalid("The path cannot be used", "itemId", ItemIds.AllIsTaken);
        }
        if (Check(request) is { Any: true } errors)
        {
            return Problems.InvalidBody("The item cannot be used", errors.ByField);
        }
        var scale = request.Scale.ToGrid();
        var (isNew, offScale) = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var added = await ItemStore.AddMissingAsync(connection, caller.OrganisationId, itemId, scale);
                await ItemStore.LockAsync(connection, caller.OrganisationId, [itemId]);
                var scores = await responses.ScoresAsync(connection, caller.OrganisationId, itemId);
                var off = scores.Where(score => scale.LevelOf(score) is null).ToList();
                if (off.Count == 0)
                {
                    await ItemStore.PutAsync(connection, caller.OrganisationId, itemId, request);
                    await ActivityLog.RecordAsync(connection, caller, added ? "item.created" : "item.changed", itemId);
                }
                return (added, off);
            },
            cancellation);
        if (offScale.Count > 0)
        {
            return Problems.Conflict(
                $"scale: item '{itemId}' has human scores off this scale ({string.Join(", ", offScale.Take(5))}). "
                + "Delete or correct those responses first.");
        }
        var item = (await items.FindAsync(caller.OrganisationId, itemId))!;
        return isNew ? TypedResults.Created($"/v1/items/{Uri.EscapeDataString(itemId)}", item) : TypedResults.Ok(item);
    }

    private static Refusals Check(ItemRequest request)
    {
        var errors = new Refusals();
        foreach (var (field, text) in ((string, string?)[])[("prompt", request.Prompt), ("rubric", request.Rubric)])
        {
            errors.AddIf(field, PlainText.ProblemOfLines(text));
            errors.Unless(
                text is null or { Length: <= MostCharacters }, field, $"has {text?.Length} characters; {MostCharacters} are taken at most. Shorten it.");
        }
        if (ScoreScale.Problem(request.Scale.Min, request.Scale.Max, request.Scale.Step) is { } problem)
        {
            errors.Add("scale", $"{problem} Example: {{ \"min\": 0, \"max\": 3, \"step\": 1 }}.");
        }
        return errors;
    }

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Caller caller, ItemStore items, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        return problem is not null
            ? Paging.Refused(problem)
            : TypedResults.Ok(Paging.Cut(await items.PartAsync(caller.OrganisationId, key, size + 1), size, item => item.ItemId));
    }
}
