// One experiment with one mixing: counts and -2 ln L of any vertex.

function readExperiment(content, index, mixing, arrays) {
  const experiment = content.experiments[index], rates = readRates(experiment, mixing, arrays);
  const model = readModel(experiment.datasets[mixing], rates, arrays);
  const { constants } = content;
  let warm = new Float64Array(model.nuisances.length);
  const profile = (signal, start, accuracy) => minimise(model, signal, start, accuracy);
  return {
    experiment, rates, model,
    numbers: (vertex) => vertexNumbers(vertex, constants),
    // -2 ln L with the nuisances at their best, and where they are.
    deviance: (vertex) => lowestMinimum(model, contracted(rates, vertexNumbers(vertex, constants))),
    // The same along a path of signals, each search beginning where the last one ended.
    following: (signal, accuracy) => {
      let found = profile(signal, warm, accuracy);
      if (!isFinite(found.value)) found = profile(signal, undefined, accuracy);
      if (isFinite(found.value)) warm = found.eta;
      return found.value;
    },
    // Everything that a figure of the spectrum shows, with the nuisances at their best.
    spectrum: (vertex) => {
      const best = lowestMinimum(model, contracted(rates, vertexNumbers(vertex, constants)));
      const at = (signal) => expectation(model, signal, best.eta).raw;
      const weak = contracted(rates, vertexNumbers(null, constants));
      return { best, total: best.raw, weak: at(weak), background: at(new Float64Array(weak.length)) };
    },
  };
}
