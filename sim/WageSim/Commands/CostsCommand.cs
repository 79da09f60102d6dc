using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Shows a price table with its sources, and what follows from it for a chip.</summary>
internal static class CostsCommand
{
    public static Command Create()
    {
        var chip = Choices.Chip("derive its prices and its area, too");
        var overrides = Choices.Overrides();
        var prices = Choices.Prices();
        var json = Choices.Json();
        var command = new Command("costs", "Show prices of energy and area with their sources, and a chip's with their derivations")
        {
            chip, overrides, prices, json,
        };
        command.SetAction(parsed =>
            Execute(parsed.GetValue(chip), parsed.GetValue(overrides) ?? [], parsed.GetValue(prices), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(string? chipName, string[] overrides, string? prices, string? json)
    {
        if (chipName is null && overrides.Length > 0) throw new InputException($"--set {overrides[0]}: only with --chip");
        OutputFile.Check(json);
        var table = PriceTable.Load(prices ?? PriceTable.Default);
        var chip = chipName is null ? null : ChipFile.Load(chipName, overrides);
        var derived = chip is null ? null : ChipPrices.For(chip, table);
        CostTables.Table(table);
        var needs = derived is null ? null : SchemeNeeds.Of(derived);
        if (derived is not null) CostTables.Chip(derived);
        if (needs is not null) CostTables.Needs(derived!, needs);
        OutputFile.WriteJson(json, new
        {
            Table = CostResults.Table(table),
            Chip = chip?.Name,
            Prices = derived?.Energy.Select(price => new
            {
                price.Component, price.Item, price.Unit, PicojoulesEach = price.Picojoules, price.Entries, price.Derivation,
            }),
            Area = derived is null ? null : CostResults.Area(derived),
            Needs = needs,
        });
        return ExitCode.Good;
    }
}
