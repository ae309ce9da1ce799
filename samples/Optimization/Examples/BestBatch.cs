using NetCompile.Milp;
using NetCompile.Samples;

namespace Optimization.Examples;

/// <summary>Maximises a network's output, less what it costs to get it, under linear constraints and with whole numbers to decide.</summary>
internal static class BestBatch
{
    public const double EurosPerPercent = 10, EurosPerBag = 30, EurosPerKilowattHour = 1.5, EurosOfExchanger = 15;
    public const double KilowattHours = 34, MoreWithExchanger = 20;

    /// <summary>What was decided.</summary>
    internal sealed record Result(MilpSolution Solution, float Temperature, float Minutes, int Bags, bool HasExchanger, double Profit, bool Succeeded);

    public static Result Run()
    {
        MilpModel model = new("batch");
        MilpVariable temperature = model.AddVariable(320, 400, "temperature");
        MilpVariable minutes = model.AddVariable(5, 60, "minutes");
        MilpVariable bags = model.AddInteger(1, 8, "bags");
        MilpVariable exchanger = model.AddBinary("exchanger");

        // The generator wrote this method: the network, neuron by neuron, with bounds that it proved.
        EncodedNetwork reactor = Reactor.AddTo(model, temperature, minutes, bags);
        MilpVariable yield = reactor.Outputs[0];

        MilpExpression energy = Energy(temperature, minutes);
        model.Add(energy <= KilowattHours + (MoreWithExchanger * exchanger), "energy");
        model.Maximize((EurosPerPercent * yield) - (EurosPerBag * bags) - (EurosPerKilowattHour * energy) - (EurosOfExchanger * exchanger));

        MilpSolution solution = Solvers.Quick.Solve(model);
        bool isChecked = Report.Show(model, solution, "€ a batch");
        if (!solution.HasSolution)
        {
            return new Result(solution, 0, 0, 0, false, double.NaN, false);
        }

        // The float32 numbers that would be sent to the plant, and what the network itself says about them.
        (float t, float m, int b, bool e) = ((float)solution[temperature], (float)solution[minutes], (int)Math.Round(solution[bags]), solution[exchanger] > 0.5);
        float real = Reactor.Forward(new(t, m, b)).yield;
        double profit = Profit(real, t, m, b, e);
        Terminal.Line($"decided     {t:0.0} K for {m:0.0} min with {b} bags of catalyst, {(e ? "with" : "without")} the heat exchanger ({EurosOfExchanger} €)");
        Terminal.Line($"            yield {real:0.0} %, {solution[energy]:0.0} of {KilowattHours + (e ? MoreWithExchanger : 0)} kWh, profit by the network itself {profit:0.00} €");
        return new Result(solution, t, m, b, e, profit, isChecked && solution.Status == MilpStatus.Optimal);
    }

    /// <summary>Half a kilowatt-hour for each kelvin above 320, and 0.6 for each minute.</summary>
    private static MilpExpression Energy(MilpVariable temperature, MilpVariable minutes) => (0.5 * (temperature - 320)) + (0.6 * minutes);

    /// <summary>What a batch earns.</summary>
    public static double Profit(double yield, double temperature, double minutes, int bags, bool hasExchanger) =>
        (EurosPerPercent * yield) - (EurosPerBag * bags) - (EurosPerKilowattHour * ((0.5 * (temperature - 320)) + (0.6 * minutes))) - (hasExchanger ? EurosOfExchanger : 0);
}
