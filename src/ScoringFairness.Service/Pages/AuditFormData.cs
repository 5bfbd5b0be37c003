using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>What the form of a new audit offers.</summary>
internal sealed class AuditFormData(
    ItemStore items, ItemResponses responses, AuditedResponses audited, PolicyStore policies, ScorerKinds kinds, AuditViews views, AskedAgain again)
{
    private const int Most = 1000;

    /// <summary>A table of more groups would be no help; an audit takes no more either, unless it merges them.</summary>
    private const int MostGroups = 100;

    /// <summary>The choices that an organisation has.</summary>
    /// <param name="caller">Who chooses; how many responses there are is told to those alone who may read them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<AuditChoices> ChoicesAsync(Caller caller, CancellationToken cancellation)
    {
        var scorers = kinds.FormAsync(caller.OrganisationId, cancellation);
        var found = (await items.ListAsync(caller.OrganisationId, Most)).Where(item => item.Responses > 0).ToList();
        var attributes = await responses.AttributesAsync(caller.OrganisationId, [.. found.Select(item => item.State)], cancellation);
        return new AuditChoices(
            FormItemSet.Of(found.Select(item => (
                new FormItem(
                    item.ItemId, caller.MayRead ? item.Responses : null, item.Scale,
                    [.. attributes[item.ItemId].Select(one => (one.Attribute, one.Groups))]),
                item.CreatedAt))),
            await scorers);
    }

    /// <summary>An audit to be asked for again; null where the caller sees none of that id.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="attribute">The attribute that the form names; null: the audit's.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<AuditAgain?> AgainAsync(Caller caller, string auditId, string? attribute, CancellationToken cancellation)
    {
        if (await views.FindAsync(caller, auditId) is not { } audit)
        {
            return null;
        }
        var (request, dropped) = FormerAttribute.Without(await again.RequestAsync(caller.OrganisationId, audit.Request, cancellation), attribute);
        return new AuditAgain
        {
            AuditId = auditId,
            Name = audit.Name,
            Request = request,
            Dropped = dropped,
            Scorers = [.. request.Scorers!.Zip(audit.Request.Scorers, (scorer, design) => AuditAgain.Box(scorer, kinds.Of(design).Origin(design)))],
        };
    }

    /// <summary>The groups of the attribute in the items that a form chooses; null where it chooses none yet, or there are too many to be shown.</summary>
    public async Task<FormGroups?> GroupsAsync(Caller caller, AuditForm form, CancellationToken cancellation)
    {
        var names = form.AttributeNames;
        var chosen = form.Choices.Items.Where(item => form.HasItem(item.ItemId)).Select(item => item.ItemId).ToList();
        if (names.Count == 0 || chosen.Count == 0)
        {
            return null;
        }
        var policy = await policies.FindAsync(caller.OrganisationId, cancellation);
        var sizes = await audited.GroupSizesAsync(caller.OrganisationId, chosen, form.Selection(new GroupRule(names, [])));
        var missing = new MissingWords(form["missing"]).All;
        // The parts of a crossed group that stand for a missing value make it one that is not reported.
        var told = sizes.GroupBy(size => (size.ItemId, Group: names.Count > 1 && size.Group?.Split('|').Any(missing.Contains) == true ? null : size.Group))
            .Select(same => new GroupSize(same.Key.ItemId, same.Key.Group, same.Sum(size => size.N), same.Sum(size => size.Students))).ToList();
        var labels = ContrastGroups.LargestFirst(told.Where(size => size.Group is not null).GroupBy(size => size.Group!)
            .Select(group => (group.Key, group.Sum(size => size.N))));
        if (labels.Count is 0 or > MostGroups)
        {
            return null;
        }
        var counts = new SuppressedSizes(told, policy.MinCellSize);
        var least = LeastSizes.Of(form.WholeOf("minGroupSize"), minCellSize: null, policy).OfGroups;
        IReadOnlyList<string> groups = [.. labels.Where(label => !missing.Contains(label))];
        return new FormGroups(
            string.Join(" × ", names),
            [.. groups.Concat(labels.Where(missing.Contains)).Select(label => new FormGroup(
                label, caller.MayRead ? counts.Words(label) : null, counts.Students(label) < least, missing.Contains(label))
            {
                IsToldSmall = counts.Students(label) < least && counts.AreToldOrSmall(label),
                IsOpen = !counts.AreToldOrSmall(label) && counts.ToldStudents(label) < least,
            })],
            caller.MayRead && counts.Students(null) > 0 ? counts.Words(null) : null,
            ContrastGroups.Find(groups, policy.Reference(string.Join('|', names))) ?? (groups.Count > 0 ? groups[0] : labels[0]))
        {
            Least = least,
        };
    }
}
